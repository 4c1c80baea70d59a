using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>A lock that is taken again in the body that holds it (DLK0201), while typing.</summary>
public class DirectReentrancyTests
{
    private const string Rule = "DLK0201";

    public static TheoryData<string> Nested { get; } =
    [
        """await using var outer = await locks.AcquireAsync("a"); await using var inner = await [|locks.AcquireAsync("a")|];""",
        """await using (var outer = await locks.AcquireAsync("a")) { await using var inner = await [|locks.AcquireAsync("a")|]; }""",
        """await using (await locks.AcquireAsync("a")) { using (await [|locks.AcquireAsync("a")|]) { } }""",
        """using var outer = locks.Acquire("a"); using var inner = [|locks.Acquire("a")|];""",
        """using var outer = locks.Acquire("a"); using var inner = [|locks.TryAcquire("a")|];""",
        """await using var outer = await locks.AcquireAsync("a"); await using var inner = await [|locks.TryAcquireAsync("a")|];""",
        """await using var outer = await locks.TryAcquireAsync("a"); if (outer is null) { return; } await using var inner = await [|locks.AcquireAsync("a")|];""",
        """await using var outer = await locks.TryAcquireAsync("a"); if (outer is not null) { await using var inner = await [|locks.AcquireAsync("a")|]; }""",
        """await using var outer = await locks.TryAcquireAsync("a"); if (outer == null) { return; } else { using var inner = [|locks.Acquire("a")|]; }""",
        """await using var outer = await locks.TryAcquireAsync("a") ?? throw new InvalidOperationException(); using var inner = [|locks.Acquire("a")|];""",
        """await using var outer = await locks.AcquireAsync($"a-{id}"); await using var inner = await [|locks.AcquireAsync($"a-{id}")|];""",
        """await using var outer = await locks.AcquireAsync("a-" + id); await using var inner = await [|locks.AcquireAsync($"a-{id}")|];""",
        """await using var outer = await locks.AcquireAsync("a-" + order.Customer.Id); await using var inner = await [|locks.AcquireAsync($"a-{order.Customer.Id.ToString()}")|];""",
        """await using var outer = await locks.AcquireAsync("a-" + Region); await using var inner = await [|locks.AcquireAsync($"a-{Region}")|];""",
        """await using var outer = await locks.AcquireAsync(id); await using var inner = await [|locks.AcquireAsync(new LockKey(id))|];""",
        """var key = $"a-{id}"; await using var outer = await locks.AcquireAsync(key); await using var inner = await [|locks.AcquireAsync($"a-{id}")|];""",
        """var key = Guid.NewGuid().ToString(); await using var outer = await locks.AcquireAsync(key); await using var inner = await [|locks.AcquireAsync(key)|];""",
        """const string name = "a"; await using var outer = await locks.AcquireAsync(name); await using var inner = await [|locks.AcquireAsync("a")|];""",
        """await using var outer = await locks.AcquireAsync("a-1"); await using var inner = await [|locks.AcquireAsync($"a-{1}")|];""",
        """await using var outer = await locks.AcquireAsync(LockKey.FromInt64(5)); await using var inner = await [|locks.AcquireAsync(LockKey.FromInt64(5))|];""",
        """await using var outer = await locks.AcquireAsync(new LockRequest("a")); await using var inner = await [|locks.AcquireAsync("a")|];""",
        """var request = new LockRequest("a"); await using var outer = await locks.AcquireAsync(request); await using var inner = await [|locks.AcquireAsync(request)|];""",
        """await using var outer = await locks.AcquireAllAsync(new LockKey[] { "b", "a" }); await using var inner = await [|locks.AcquireAsync("a")|];""",
        """await using var outer = await locks.AcquireAllAsync(["b", "a"]); await using var inner = await [|locks.AcquireAsync("a")|];""",
        """await using var outer = await locks.AcquireAsync("a"); await using var inner = await [|locks.AcquireAllAsync(new List<LockKey> { "b", "a" })|];""",
        """var outer = await locks.AcquireAsync("a"); try { await using var inner = await [|locks.AcquireAsync("a")|]; } finally { await outer.DisposeAsync(); }""",
        """IDistributedLockHandle? outer = null; try { outer = await locks.AcquireAsync("a"); using var inner = [|locks.Acquire("a")|]; } finally { outer?.Dispose(); }""",
        """var outer = await locks.AcquireAsync("a"); await using (outer.ConfigureAwait(false)) { using var inner = [|locks.Acquire("a")|]; }""",
        """var outer = locks.AcquireAsync("a").AsTask().Result; using (outer) { using var inner = [|locks.Acquire("a")|]; }""",
        """await using var outer = await locks.AcquireAsync(new LockRequest("a") { Mode = LockMode.Shared }); await using var inner = await [|locks.AcquireAsync(new LockRequest("a") { Mode = LockMode.Shared })|];""",
        """await using var outer = await locks.AcquireAsync(new LockRequest("a")); await using var inner = await [|locks.AcquireAsync(new LockRequest("a") { Mode = LockMode.Shared })|];""",
        """foreach (var part in parts) { await using var outer = await locks.AcquireAsync(part); await using var inner = await [|locks.AcquireAsync(part)|]; }""",
        """await using var outer = await locks.AcquireAsync("a"); foreach (var part in parts) { await using var inner = await [|locks.AcquireAsync("a")|]; }""",
        """await using var outer = await locks.AcquireAsync("a"); async Task Inner() { await using var inner = await locks.AcquireAsync("a"); } await [|Inner()|];""",
        """await using var outer = await locks.AcquireAsync("a"); Func<Task> inner = async () => { await using var again = await locks.AcquireAsync("a"); }; await [|inner()|];""",
        """await using var outer = await locks.AcquireAsync("a"); await [|Task.Run(async () => { await using var inner = await locks.AcquireAsync("a"); })|];""",
        """await using var outer = await locks.AcquireAsync("a"); [|parts.ForEach(part => { using var inner = locks.Acquire("a"); })|];""",
        """await using var outer = await locks.AcquireAsync("a"); [|Parallel.Invoke(() => { using var inner = locks.Acquire("a"); })|];""",
        """Func<Task> run = async () => { await using var outer = await locks.AcquireAsync("a"); await using var inner = await [|locks.AcquireAsync("a")|]; }; await run();""",
        """await using var mine = await own.AcquireAsync("a"); await using var inner = await [|own.AcquireAsync("a")|];""",
        """var local = new InMemoryLockProvider(); await using var mine = await local.AcquireAsync("a"); await using var inner = await [|local.AcquireAsync("a")|];""",
        """switch (id) { case "x": await using (await locks.AcquireAsync("a")) { using var inner = [|locks.Acquire("a")|]; } break; }""",
    ];

    public static TheoryData<string> Correct { get; } =
    [
        """await using var outer = await locks.AcquireAsync("a"); await using var inner = await locks.AcquireAsync("b");""",
        """await using var outer = await locks.AcquireAsync($"a-{id}"); await using var inner = await locks.AcquireAsync($"a-{other}");""",
        """await using var outer = await locks.AcquireAsync($"a-{id}"); await using var inner = await locks.AcquireAsync($"b-{id}");""",
        """await using var outer = await locks.AcquireAsync(order.Id); await using var inner = await locks.AcquireAsync(order.Customer.Id);""",
        """await using (await locks.AcquireAsync("a")) { } await using (await locks.AcquireAsync("a")) { }""",
        """if (id == "x") { await using var one = await locks.AcquireAsync("a"); } else { await using var two = await locks.AcquireAsync("a"); }""",
        """var outer = await locks.AcquireAsync("a"); await outer.DisposeAsync(); await using var inner = await locks.AcquireAsync("a");""",
        """var outer = await locks.AcquireAsync("a"); try { } finally { await outer.DisposeAsync(); } await using var inner = await locks.AcquireAsync("a");""",
        """await using var outer = await locks.TryAcquireAsync("a"); if (outer is null) { await using var inner = await locks.AcquireAsync("a"); }""",
        """await using var outer = await locks.TryAcquireAsync("a"); if (outer is not null) { return; } await using var inner = await locks.AcquireAsync("a");""",
        """await using var outer = await locks.TryAcquireAsync("a"); if (outer != null) { return; } else { await using var inner = await locks.AcquireAsync("a"); }""",
        """var outer = await locks.TryAcquireAsync("a"); if (outer is null) { outer = await locks.AcquireAsync("a"); } await outer.DisposeAsync();""",
        """await using var outer = await locks.TryAcquireAsync("a") ?? await locks.AcquireAsync("a");""",
        """await using var outer = await locks.AcquireAsync(new LockRequest("a") { MaxConcurrency = 3 }); await using var inner = await locks.AcquireAsync(new LockRequest("a") { MaxConcurrency = 3 });""",
        """await using var outer = await locks.AcquireAsync(new LockRequest("a") { MaxConcurrency = 3 }); await using var inner = await locks.AcquireAsync("a");""",
        """await using var outer = await locks.AcquireAsync(new LockRequest("a") { TrackFlow = false }); await using var inner = await locks.AcquireAsync("a");""",
        """var outer = await locks.AcquireAsync("a"); await Task.Run(async () => await outer.DisposeAsync()); await using var inner = await locks.AcquireAsync("a");""",
        """await using var outer = await locks.AcquireAsync("a"); outer.DetachFromFlow(); await using var inner = await locks.AcquireAsync("a");""",
        """await using var outer = await locks.TryAcquireAsync(new LockRequest("a")); await using var probe = await locks.TryAcquireAsync(new LockRequest("a") { Timeout = TimeSpan.Zero });""",
        """await using var outer = await locks.AcquireAsync("a"); await using var inner = await own.AcquireAsync("a");""",
        """await using var one = await new InMemoryLockProvider().AcquireAsync("a"); await using var two = await new InMemoryLockProvider().AcquireAsync("a");""",
        """var first = new InMemoryLockProvider(); var second = new InMemoryLockProvider(); await using var one = await first.AcquireAsync("a"); await using var two = await second.AcquireAsync("a");""",
        """var key = id; await using var outer = await locks.AcquireAsync(key); key = other; await using var inner = await locks.AcquireAsync(key);""",
        """await using var outer = await locks.AcquireAsync(id); id = other; await using var inner = await locks.AcquireAsync(id);""",
        """await using var outer = await locks.AcquireAsync("a-" + _next); _next++; await using var inner = await locks.AcquireAsync("a-" + _next);""",
        """await using var outer = await locks.AcquireAsync(Guid.NewGuid().ToString()); await using var inner = await locks.AcquireAsync(Guid.NewGuid().ToString());""",
        """await using var outer = await locks.AcquireAsync($"a-{DateTime.UtcNow:O}"); await using var inner = await locks.AcquireAsync($"a-{DateTime.UtcNow:O}");""",
        """await using var outer = await locks.AcquireAsync("a"); Func<Task> later = async () => { await using var again = await locks.AcquireAsync("a"); }; _later = later;""",
        """await using var outer = await locks.AcquireAsync("a"); async Task Never() { await using var inner = await locks.AcquireAsync("a"); }""",
        """await using var outer = await locks.AcquireAsync("a"); _ = Task.Run(async () => { await using var inner = await locks.AcquireAsync("a"); });""",
        """await using var outer = await locks.AcquireAsync("a"); Task task; using (ExecutionContext.SuppressFlow()) { task = Task.Run(async () => { await using var inner = await locks.AcquireAsync("a"); }); } await task;""",
        """using var outer = locks.Acquire("a"); using var suppressed = ExecutionContext.SuppressFlow(); Task.Run(() => { using var inner = locks.Acquire("a"); }).Wait();""",
        """await using var outer = await locks.AcquireAsync("a"); Give(outer); await using var inner = await locks.AcquireAsync("a");""",
        """foreach (var part in parts) { await using var one = await locks.AcquireAsync("a"); }""",
        """await using var outer = await locks.AcquireAsync(parts[0]); await using var inner = await locks.AcquireAsync(parts[0]);""",
        """await using var outer = await locks.AcquireAsync(LockKey.FromInt64(5)); await using var inner = await locks.AcquireAsync(LockKey.FromInt64(6));""",
        """await using var outer = await locks.AcquireAsync((long)number + ""); await using var inner = await locks.AcquireAsync((byte)number + "");""",
        """switch (id) { case "x": var one = await locks.AcquireAsync("a"); await one.DisposeAsync(); break; default: await using (await locks.AcquireAsync("a")) { } break; }""",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Nested))]
    public async Task Same_lock_inside_its_own_hold_is_reported_as_an_error(string body)
    {
        var found = await Check.ReportsAsync(Rule, Around(body));

        Assert.All(found, static diagnostic => Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity));
    }

    [Fact(Timeout = 60_000)]
    public async Task Same_lock_by_the_providers_own_member_is_a_warning_because_it_waits_and_does_not_throw()
    {
        var found = await Check.ReportsAsync(
            Rule,
            Around("""await using var outer = await locks.TryAcquireAsync(new LockRequest("a")); await using var inner = await [|locks.TryAcquireAsync(new LockRequest("a"))|];"""));

        Assert.All(found, static diagnostic => Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Correct))]
    public Task Other_lock_or_no_hold_is_silent(string body) => Check.SilentAsync(Rule, Around(body));

    private static TestCode Around(string body) => $$"""
        public record Customer(string Id);

        public record Order(string Id, Customer Customer);

        public class Service(IDistributedLockProvider locks)
        {
            private readonly InMemoryLockProvider own = new();
            private int _next;
            private Func<Task>? _later;

            public string Region { get; } = "eu";

            public async Task RunAsync(string id, string other, Order order, List<string> parts, int number)
            {
                {{body}}
                await Task.Yield();
            }

            public (int, Func<Task>?) State => (_next, _later);

            private static void Give([TakesLockOwnership] IDistributedLockHandle handle) => handle.Dispose();
        }
        """;
}
