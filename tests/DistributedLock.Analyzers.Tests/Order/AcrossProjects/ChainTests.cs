using System.Globalization;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Order.AcrossProjects;

/// <summary>Three projects in a row: what the second says contains what it has from the third.</summary>
public class ChainTests
{
    private const string Third = """
        namespace Third;

        public class Store(IDistributedLockProvider locks)
        {
            public async Task SaveAsync(string id) { await using var held = await locks.AcquireAsync($"store-{id}"); await Task.Yield(); }
        }
        """;

    private const string Second = """
        using Third;

        namespace Second;

        public class Accounts(Store store, IDistributedLockProvider locks)
        {
            public Task CloseAsync(string account) => FinishAsync(account);

            private async Task FinishAsync(string account) => await store.SaveAsync(account);

            public async Task MoveAsync(string account)
            {
                await using var held = await locks.AcquireAsync($"account-{account}");
                await store.SaveAsync(account);
            }
        }
        """;

    [Theory(Timeout = 60_000)]
    [InlineData(ReferenceForm.Assembly, true)]
    [InlineData(ReferenceForm.ReferenceAssembly, true)]
    [InlineData(ReferenceForm.Compilation, true)]
    [InlineData(ReferenceForm.ReferenceAssembly, false)]
    public async Task Lock_taken_two_projects_away_is_found_whether_or_not_the_farthest_is_seen(ReferenceForm form, bool seesThird)
    {
        var code = new TestCode("""
            using Second;

            public partial class Service(Accounts accounts, IDistributedLockProvider locks)
            {
                [DistributedLock("store-{id}")]
                public partial Task RunAsync(string id);

                private Task RunCoreAsync(string id) => StepAsync(id);

                private async Task StepAsync(string id)
                {
                    await accounts.CloseAsync("other");
                    await accounts.CloseAsync(id);
                }
            }
            """.Replace("=> StepAsync(id)", "=> [|StepAsync(id)|]", StringComparison.Ordinal)) { OtherReferences = References(form, seesThird) };

        var diagnostic = Assert.Single(await Check.ReportsAsync("DLK0201", code));

        Assert.Contains(
            "Service.RunAsync -> Service.RunCoreAsync -> Service.StepAsync -> Accounts.CloseAsync -> Accounts.FinishAsync -> Store.SaveAsync; ",
            diagnostic.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Order_of_the_second_project_that_the_third_completes_is_compared_with_that_of_the_first()
    {
        var code = new TestCode("""
            using Second;

            public class Service(IDistributedLockProvider locks)
            {
                public async Task RunAsync(string id, string account)
                {
                    await using var store = await locks.AcquireAsync($"store-{id}");
                    await using var held = await [|locks.AcquireAsync($"account-{account}")|];
                }
            }
            """) { OtherReferences = References(ReferenceForm.ReferenceAssembly, seesThird: true) };

        var diagnostic = Assert.Single(await Check.ReportsAsync("DLK0202", code));

        Assert.Contains("""Accounts.MoveAsync -> Store.SaveAsync takes "store-{id}" while it holds "account-{account}" """.TrimEnd(), diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static MetadataReference[] References(ReferenceForm form, bool seesThird)
    {
        var third = Library.Build("Third", Third).As(form);
        var second = Library.Build("Second", Second, third).As(form);
        return seesThird ? [second, third] : [second];
    }
}
