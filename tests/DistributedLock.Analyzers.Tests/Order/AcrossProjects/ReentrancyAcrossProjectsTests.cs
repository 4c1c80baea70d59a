using System.Globalization;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Order.AcrossProjects;

/// <summary>A lock that is taken again by the code of another project (DLK0201).</summary>
public class ReentrancyAcrossProjectsTests
{
    private const string Rule = "DLK0201";

    /// <summary>A library of everything that can be called, and takes the lock <c>a-{id}</c>.</summary>
    internal const string LibrarySource = """
        namespace Lib;

        public static class Shared
        {
            public static readonly IDistributedLockProvider Locks = new InMemoryLockProvider();
        }

        public interface ITaker { Task GoAsync(string x); }

        internal sealed class HiddenTaker(IDistributedLockProvider locks) : ITaker
        {
            async Task ITaker.GoAsync(string x) { await using var again = await locks.AcquireAsync($"a-{x}"); }
        }

        public abstract class Base
        {
            public abstract Task GoAsync(string x);
            public virtual Task MayAsync(string x) => Task.CompletedTask;
        }

        public class Derived(IDistributedLockProvider locks) : Base
        {
            public override async Task GoAsync(string x) { await using var again = await locks.AcquireAsync($"a-{x}"); }
            public override async Task MayAsync(string x) { await using var again = await locks.AcquireAsync($"a-{x}"); }
        }

        public partial class Worker(IDistributedLockProvider locks)
        {
            [DistributedLock("a-{x}")]
            public partial Task LockedAsync(string x);
            private Task LockedCoreAsync(string x) => Task.CompletedTask;

            [DistributedLock("outer-{x}")]
            public partial Task OuterAsync(string x);
            private Task OuterCoreAsync(string x) => HiddenAsync(x);

            [DistributedLock("shared-{x}")]
            public partial Task GivenAsync(string x, IDistributedLockHandle? held = null);
            private Task GivenCoreAsync(string x) => TakeAsync(x);

            public async Task TakeAsync(string x) { await using var again = await locks.AcquireAsync($"a-{x}"); }
            public Task OneAsync(string y) => TakeAsync(y);
            public async Task TwoAsync(string z) { await OneAsync(z); }
            public void Take(string x) { using var again = locks.Acquire("a-" + x); }
            public Task OtherAsync(string x) => TakeAsync(x + "!");
            public Task SecondAsync(string x, string y) => TakeAsync(y);
            public Task OrderAsync(Order order) => TakeAsync(order.Id);
            public Task GenericAsync<T>(T value, string x) => TakeAsync(x);
            public async Task TryOnceAsync(string x) { await using var again = await locks.TryAcquireAsync(new LockRequest($"a-{x}") { Timeout = TimeSpan.Zero, TrackFlow = false }); }
            public Task UnlessHeldAsync(string x, bool isHeld) => isHeld ? Task.CompletedTask : TakeAsync(x);
            public int this[string x] => 0;
            public string Id => "id";
            public string Taken { get { using var again = locks.Acquire("a-property"); return ""; } }
            public async IAsyncEnumerable<int> StreamAsync(string x) { await using var again = await locks.AcquireAsync($"a-{x}"); yield return 1; }
            public async Task PermitAsync(string x) { await using var again = await locks.AcquireAsync(new LockRequest($"a-{x}") { MaxConcurrency = 3 }); }
            public async Task WithLockAsync(string x, Func<Task> body) { await using var held = await locks.AcquireAsync($"a-{x}"); await body(); }
            public static async Task RetryAsync(Func<Task> body) { await body(); }
            public Task FreeAsync(string x) => Task.CompletedTask;
            private Task HiddenAsync(string x) => TakeAsync(x);
            protected Task ProtectedAsync(string x) => TakeAsync(x);
        }

        public sealed record Order(string Id);

        public class Taker
        {
            public Taker(IDistributedLockProvider locks, string id) { using var again = locks.Acquire($"a-{id}"); }
        }

        public static class Extensions
        {
            public static async Task TakeItAsync(this string x, IDistributedLockProvider locks) { await using var again = await locks.AcquireAsync("a-" + x); }
            public static async Task TakeSharedAsync(string x) { await using var again = await Shared.Locks.AcquireAsync($"a-{x}"); }
        }

        public class Box<T>
        {
            public static async Task TakeAsync(IDistributedLockProvider locks, string x) { await using var again = await locks.AcquireAsync($"a-{x}"); }
        }
        """;

    /// <summary>What the holder of <c>a-{id}</c> does, the members that it takes, and the path that the message prints; all of it certain but the provider.</summary>
    public static TheoryData<string, string, string> Likely { get; } = new()
    {
        { "await [|worker.LockedAsync(id)|];", "", "Service.RunAsync -> Worker.LockedAsync" },
        { "await [|worker.TakeAsync(id)|];", "", "Service.RunAsync -> Worker.TakeAsync" },
        { "await [|worker.OneAsync(id)|];", "", "Service.RunAsync -> Worker.OneAsync -> Worker.TakeAsync" },
        { "await [|worker.TwoAsync(id)|];", "", "Service.RunAsync -> Worker.TwoAsync -> Worker.OneAsync -> Worker.TakeAsync" },
        { "await [|OwnAsync(id)|];", "private Task OwnAsync(string x) => worker.TwoAsync(x);", "Service.RunAsync -> Service.OwnAsync -> Worker.TwoAsync -> Worker.OneAsync -> Worker.TakeAsync" },
        { "await [|Own2Async(id)|];", "private Task OwnAsync(string x) => worker.OneAsync(x); private async Task Own2Async(string x) { await OwnAsync(x); }", "Service.RunAsync -> Service.Own2Async -> Service.OwnAsync -> Worker.OneAsync -> Worker.TakeAsync" },
        { "await [|worker.OuterAsync(id)|];", "", "Service.RunAsync -> Worker.OuterAsync -> Worker.OuterCoreAsync -> Worker.HiddenAsync -> Worker.TakeAsync" },
        { "await [|worker.GivenAsync(id)|];", "", "Service.RunAsync -> Worker.GivenAsync -> Worker.GivenCoreAsync -> Worker.TakeAsync" },
        { "[|worker.Take(id)|];", "", "Service.RunAsync -> Worker.Take" },
        { "await [|worker.SecondAsync(\"\", id)|];", "", "Service.RunAsync -> Worker.SecondAsync -> Worker.TakeAsync" },
        { "await [|worker.GenericAsync(1, id)|];", "", "Service.RunAsync -> Worker.GenericAsync -> Worker.TakeAsync" },
        { "await [|worker.UnlessHeldAsync(id, unknown)|];", "", "Service.RunAsync -> Worker.UnlessHeldAsync -> Worker.TakeAsync" },
        { "await foreach (var item in [|worker.StreamAsync(id)|]) { }", "", "Service.RunAsync -> Worker.StreamAsync" },
        { "await [|taker.GoAsync(id)|];", "", "Service.RunAsync -> HiddenTaker.Lib.ITaker.GoAsync" },
        { "await [|made.GoAsync(id)|];", "", "Service.RunAsync -> Derived.GoAsync" },
        { "await [|made.MayAsync(id)|];", "", "Service.RunAsync -> Derived.MayAsync" },
        { "await Worker.RetryAsync(() => [|worker.TakeAsync(id)|]);", "", "Service.RunAsync -> Worker.RetryAsync -> lambda in Service.RunAsync -> Worker.TakeAsync" },
        { "await [|Task.Run(() => worker.TakeAsync(id))|];", "", "Service.RunAsync -> lambda in Service.RunAsync -> Worker.TakeAsync" },
    };

    /// <summary>The same with the very provider.</summary>
    public static TheoryData<string, string, string> Certain { get; } = new()
    {
        { "[|new Taker(locks, id)|].ToString();", "", "Service.RunAsync -> new Taker" },
        { "await [|id.TakeItAsync(locks)|];", "", "Service.RunAsync -> Extensions.TakeItAsync" },
        { "await [|Extensions.TakeItAsync(id, locks)|];", "", "Service.RunAsync -> Extensions.TakeItAsync" },
        { "await [|Box<int>.TakeAsync(locks, id)|];", "", "Service.RunAsync -> Box.TakeAsync" },
        {
            "await Worker.RetryAsync(() => [|OwnAsync(id)|]);",
            "private async Task OwnAsync(string x) { await using var again = await locks.AcquireAsync($\"a-{x}\"); }",
            "Service.RunAsync -> Worker.RetryAsync -> lambda in Service.RunAsync -> Service.OwnAsync"
        },
    };

    /// <summary>What is not known to be the same lock, or takes none, or not now.</summary>
    public static TheoryData<string, string> Silent { get; } = new()
    {
        { "await worker.FreeAsync(id);", "" },
        { "await worker.OtherAsync(id);", "" },
        { "await worker.LockedAsync(id + \"!\");", "" },
        { "await worker.SecondAsync(id, \"\");", "" },
        { "await worker.OrderAsync(new Order(id));", "" },
        { "await worker.TryOnceAsync(id);", "" },
        { "await worker.PermitAsync(id);", "" },
        { "await worker.UnlessHeldAsync(id, isHeld: true);", "" },
        { "_ = worker.TakeAsync(id);", "" },
        { "var items = worker.StreamAsync(id); items.ToString();", "" },
        { "held.Dispose(); await worker.TakeAsync(id);", "" },
        { "await held.DisposeAsync(); await worker.WithLockAsync(id, () => Task.CompletedTask);", "" },
        { "using (ExecutionContext.SuppressFlow()) { Task.Run(() => worker.TakeAsync(id)); }", "" },
        { "await Worker.RetryAsync(() => OwnAsync(id));", "private Task OwnAsync(string x) => worker.FreeAsync(x);" },
        { "await made.GoAsync(\"x\");", "" },
        { "worker.Id.ToString();", "" },
        { "worker.Taken.ToString();", "" },
        { "worker[id].ToString();", "" },
        { "Func<Task> later = () => worker.TakeAsync(id); later.ToString();", "" },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Likely))]
    public async Task Lock_that_another_project_takes_again_is_a_warning_with_the_path(string step, string members, string path)
    {
        foreach (var form in Enum.GetValues<ReferenceForm>())
        {
            var diagnostic = Assert.Single(await Check.ReportsAsync(Rule, Service(step, members, form)));

            Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);
            Assert.Contains($": {path}; ", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.All(diagnostic.AdditionalLocations, static location => Assert.True(location.IsInSource));
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Certain))]
    public async Task Lock_of_one_provider_that_another_project_takes_again_is_an_error(string step, string members, string path)
    {
        foreach (var form in Enum.GetValues<ReferenceForm>())
        {
            var diagnostic = Assert.Single(await Check.ReportsAsync(Rule, Service(step, members, form)));

            Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
            Assert.Contains($": {path}; ", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Silent))]
    public async Task What_may_be_another_lock_or_none_is_not_reported(string step, string members)
    {
        foreach (var form in Enum.GetValues<ReferenceForm>())
        {
            await Check.SilentAsync(Rule, Service(step, members, form));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("await worker.WithLockAsync(id, () => [|worker.TakeAsync(id)|]);", "Worker.WithLockAsync -> lambda in Service.RunAsync -> Worker.TakeAsync")]
    [InlineData("await worker.WithLockAsync(id, async () => { await [|worker.OneAsync(id)|]; });", "Worker.WithLockAsync -> lambda in Service.RunAsync -> Worker.OneAsync -> Worker.TakeAsync")]
    public async Task Lock_that_another_project_holds_while_it_runs_what_it_is_given_counts(string step, string path)
    {
        var code = new TestCode($$"""
            using Lib;

            public class Service(Worker worker)
            {
                public async Task RunAsync(string id)
                {
                    {{step}}
                }
            }
            """) { OtherReferences = [LibraryAs(ReferenceForm.ReferenceAssembly)] };

        var diagnostic = Assert.Single(await Check.ReportsAsync(Rule, code));

        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Contains(path, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("a-{x}", "await worker.GivenAsync(id, held);")]
    [InlineData("shared-{x}", "await worker.GivenAsync(id, held);")]
    public async Task Locked_method_of_another_project_that_is_given_a_handle_takes_what_its_core_takes(string held, string step)
    {
        var isTakenByCore = held == "a-{x}";
        var code = Service(isTakenByCore ? step.Replace("worker", "[|worker", StringComparison.Ordinal).Replace(")", ")|]", StringComparison.Ordinal) : step, "", ReferenceForm.Assembly);

        await Check.ReportsAsync(Rule, code with { Source = code.Source.Replace("a-{id}", held.Replace("{x}", "{id}", StringComparison.Ordinal), StringComparison.Ordinal) });
    }

    [Fact(Timeout = 60_000)]
    public async Task Key_from_a_member_of_an_argument_is_compared_member_by_member()
    {
        var code = new TestCode("""
            using Lib;

            public partial class Service(IDistributedLockProvider locks, Worker worker)
            {
                [DistributedLock("a-{order.Id}")]
                public partial Task RunAsync(Order order, Order other);

                private async Task RunCoreAsync(Order order, Order other)
                {
                    await worker.OrderAsync(other);
                    await [|worker.OrderAsync(order)|];
                }
            }
            """) { OtherReferences = [LibraryAs(ReferenceForm.ReferenceAssembly)] };

        await Check.ReportsAsync(Rule, code);
    }

    [Fact(Timeout = 60_000)]
    public async Task Provider_that_a_library_shows_is_one_provider()
    {
        var code = new TestCode("""
            using Lib;

            public class Service
            {
                public async Task RunAsync(string id)
                {
                    await using var held = await Shared.Locks.AcquireAsync($"a-{id}");
                    await [|Extensions.TakeSharedAsync(id)|];
                }
            }
            """) { OtherReferences = [LibraryAs(ReferenceForm.ReferenceAssembly)] };

        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(await Check.ReportsAsync(Rule, code)).Severity);
    }

    [Fact(Timeout = 60_000)]
    public async Task Derived_class_sees_what_it_inherits_from_another_project()
    {
        var code = new TestCode("""
            using Lib;

            public class Service(IDistributedLockProvider locks) : Worker(locks)
            {
                public Task RunAsync(string id) => WithLockAsync(id, () => [|ProtectedAsync(id)|]);
            }
            """) { OtherReferences = [LibraryAs(ReferenceForm.ReferenceAssembly)] };

        await Check.ReportsAsync(Rule, code);
    }

    [Fact(Timeout = 60_000)]
    public async Task Project_whose_summaries_are_missing_counts_with_its_attributes_only()
    {
        var library = Library.BuildWithoutSummaries("Lib", LibrarySource).As(ReferenceForm.Compilation);
        var code = new TestCode("""
            using Lib;

            public class Service(IDistributedLockProvider locks, Worker worker)
            {
                public async Task RunAsync(string id)
                {
                    await using var held = await locks.AcquireAsync($"a-{id}");
                    await worker.TakeAsync(id);
                    await [|worker.LockedAsync(id)|];
                }
            }
            """) { OtherReferences = [library] };

        await Check.ReportsAsync(Rule, code);
    }

    private static TestCode Service(string step, string members, ReferenceForm form) => new($$"""
        using Lib;

        public partial class Service(IDistributedLockProvider locks, Worker worker, ITaker taker, Base made, bool unknown)
        {
            public async Task RunAsync(string id)
            {
                await using var held = await locks.AcquireAsync($"a-{id}");
                {{step}}
            }

            {{members}}
            public override string ToString() => $"{taker}{made}{unknown}{worker}";
        }
        """) { OtherReferences = [LibraryAs(form)] };

    private static MetadataReference LibraryAs(ReferenceForm form) => References[form].Value;

    private static readonly Dictionary<ReferenceForm, Lazy<MetadataReference>> References =
        Enum.GetValues<ReferenceForm>().ToDictionary(static form => form, static form => new Lazy<MetadataReference>(() => Library.Build("Lib", LibrarySource).As(form)));
}
