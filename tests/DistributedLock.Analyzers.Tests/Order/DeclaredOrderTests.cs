using System.Globalization;
using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>Locks that are taken against <c>[assembly: LockOrder]</c> (DLK0203).</summary>
public class DeclaredOrderTests
{
    private const string Rule = "DLK0203";

    public static TheoryData<string> Against { get; } =
    [
        """public async Task RunAsync(int id, int x) { await using var b = await locks.AcquireAsync($"b-{id}"); await using var a = await [|locks.AcquireAsync($"a-{x}")|]; }""",
        """public async Task RunAsync(int id) { await using var c = await locks.AcquireAsync("c"); await using var b = await [|locks.AcquireAsync("b-" + id)|]; }""",
        """public async Task RunAsync(int x) { await using var c = await locks.AcquireAsync("c"); await [|AAsync(x)|]; } private async Task AAsync(int x) { await using var a = await locks.AcquireAsync($"a-{x}"); }""",
        """public async Task RunAsync(int x) { await using var c = await locks.AcquireAsync("c"); await [|HelpAsync(x)|]; } private Task HelpAsync(int x) => AAsync(x); private async Task AAsync(int x) { await using var a = await locks.AcquireAsync($"a-{x}"); }""",
        """
        [DistributedLock("b-<id>")]
        public partial Task RunAsync(int id);
        private Task RunCoreAsync(int id) => [|AAsync(id)|];
        [DistributedLock("a-{x}")]
        public partial Task AAsync(int x);
        private Task ACoreAsync(int x) => Task.CompletedTask;
        """,
    ];

    public static TheoryData<string> InOrder { get; } =
    [
        """public async Task RunAsync(int id, int x) { await using var a = await locks.AcquireAsync($"a-{x}"); await using var b = await locks.AcquireAsync($"b-{id}"); }""",
        """public async Task RunAsync(int x) { await using var a = await locks.AcquireAsync($"a-{x}"); await using var c = await locks.AcquireAsync("c"); }""",
        """public async Task RunAsync() { await using var c = await locks.AcquireAsync("c"); await using var d = await locks.AcquireAsync("d"); }""",
        """public async Task RunAsync(int other) { await using var c = await locks.AcquireAsync("c"); await using var a = await locks.AcquireAsync($"a-{other}"); }""",
        """public async Task RunAsync(int x) { await using (await locks.AcquireAsync("c")) { } await using var a = await locks.AcquireAsync($"a-{x}"); }""",
        """public async Task RunAsync(int x) { await using var c = await locks.AcquireAsync("c"); await using var a = await locks.TryAcquireAsync($"a-{x}"); }""",
        """public async Task RunAsync(int x) { await using var both = await locks.AcquireAllAsync(["c", $"a-{x}"]); }""",
        """public async Task RunAsync() { await using var q = await locks.AcquireAsync("q"); await using var p = await locks.AcquireAsync("c"); }""",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Against))]
    public async Task Lock_taken_against_the_declared_order_is_reported(string members)
    {
        var found = Assert.Single(await Check.ReportsAsync(Rule, Around(members)));

        Assert.Contains("the declared order puts", found.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(InOrder))]
    public Task Lock_taken_in_order_or_outside_of_it_is_silent(string members) => Check.SilentAsync(Rule, Around(members));

    [Fact(Timeout = 60_000)]
    public Task Contradicted_order_is_not_reported_a_second_time_as_opposite() => Check.SilentAsync("DLK0202", Around("""
        public async Task OneAsync(int id, int x) { await using var b = await locks.AcquireAsync($"b-{id}"); await using var a = await locks.AcquireAsync($"a-{x}"); }
        public async Task TwoAsync(int id, int x) { await using var a = await locks.AcquireAsync($"a-{x}"); await using var b = await locks.AcquireAsync($"b-{id}"); }
        """));

    [Fact(Timeout = 60_000)]
    public Task Broken_declarations_are_passed_over() => Check.SilentAsync(Rule, new TestCode("""
        [assembly: LockOrder(null!)]
        [assembly: LockOrder("a", null!, "{")]
        [assembly: LockOrder(1)]

        public class Service(IDistributedLockProvider locks)
        {
            public async Task RunAsync() { await using var b = await locks.AcquireAsync("b"); await using var a = await locks.AcquireAsync("a"); }
        }
        """) { MayNotCompile = true });

    private static TestCode Around(string members) => $$"""
        [assembly: LockOrder("a-{x}", "b-<id>", "c")]
        [assembly: LockOrder("p", "q", "unused")]

        public partial class Service(IDistributedLockProvider locks)
        {
            {{members}}
        }
        """;
}
