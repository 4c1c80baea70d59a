using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>A lock that is held shared and then taken exclusively (DLK0204).</summary>
public class UpgradeTests
{
    private const string Rule = "DLK0204";
    private const string Shared = "{ Mode = LockMode.Shared }";

    public static TheoryData<string> Upgraded { get; } =
    [
        $$"""public async Task RunAsync() { await using var r = await locks.AcquireAsync(new LockRequest("a") {{Shared}}); await using var w = await [|locks.AcquireAsync("a")|]; }""",
        $$"""public async Task RunAsync(int id) { await using var r = await locks.AcquireAsync(new LockRequest($"a-{id}") {{Shared}}); await [|WriteAsync(id)|]; } private async Task WriteAsync(int id) { await using var w = await locks.AcquireAsync($"a-{id}"); }""",
        $$"""public async Task RunAsync(int id) { await using var r = await locks.AcquireAsync(new LockRequest($"a-{id}") {{Shared}}); await [|HelpAsync(id)|]; } private Task HelpAsync(int id) => WriteAsync(id); private async Task WriteAsync(int id) { await using var w = await locks.AcquireAsync($"a-{id}"); }""",
        $$"""public async Task RunAsync() { await using var r = await locks.TryAcquireAsync(new LockRequest("a") {{Shared}}); if (r != null) { await using var w = await [|locks.TryAcquireAsync("a")|]; } }""",
        """
        [DistributedLock("a-{id}", Mode = LockMode.Shared)]
        public partial Task ReadAsync(int id);
        private Task ReadCoreAsync(int id) => [|WriteAsync(id)|];
        [DistributedLock("a-{id}")]
        public partial Task WriteAsync(int id);
        private Task WriteCoreAsync(int id) => Task.CompletedTask;
        """,
    ];

    public static TheoryData<string> Correct { get; } =
    [
        $$"""public async Task RunAsync() { await using (await locks.AcquireAsync(new LockRequest("a") {{Shared}})) { } await using var w = await locks.AcquireAsync("a"); }""",
        $$"""public async Task RunAsync() { await using var r = await locks.AcquireAsync(new LockRequest("a") {{Shared}}); await using var w = await locks.AcquireAsync("b"); }""",
        """
        [DistributedLock("a-{id}", Mode = LockMode.Shared)]
        public partial Task ReadAsync(int id);
        private Task ReadCoreAsync(int id) => WriteAsync(id + 1);
        [DistributedLock("a-{id}")]
        public partial Task WriteAsync(int id);
        private Task WriteCoreAsync(int id) => Task.CompletedTask;
        """,
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Upgraded))]
    public Task Upgrade_is_reported(string members) => Check.ReportsAsync(Rule, Around(members));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Upgraded))]
    public Task Upgrade_is_not_reported_as_reentrancy_too(string members) =>
        Check.SilentAsync("DLK0201", Around(members.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Correct))]
    public Task Exclusive_lock_without_a_shared_hold_of_it_is_silent(string members) => Check.SilentAsync(Rule, Around(members));

    private static TestCode Around(string members) => $$"""
        public partial class Service(IDistributedLockProvider locks)
        {
            {{members}}
        }
        """;
}
