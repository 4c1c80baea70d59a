using System.Globalization;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>A lock that is taken again by what its holder calls (DLK0201), over every kind of call and several calls deep.</summary>
public class ReentrancyByCallsTests
{
    private const string Rule = "DLK0201";

    /// <summary>What the holder of <c>a-{id}</c> does, the members that it takes, and the path that the message prints.</summary>
    public static TheoryData<string, string, string> Certain { get; } = new()
    {
        { "await [|TakeAsync(id)|];", "", "Service.RunAsync -> Service.TakeAsync" },
        { "await [|OneAsync(id)|];", "Task OneAsync(string x) => TakeAsync(x);", "Service.RunAsync -> Service.OneAsync -> Service.TakeAsync" },
        {
            "await [|TwoAsync(id)|];",
            "Task TwoAsync(string y) => OneAsync(y); Task OneAsync(string x) => TakeAsync(x);",
            "Service.RunAsync -> Service.TwoAsync -> Service.OneAsync -> Service.TakeAsync"
        },
        {
            "await [|ThreeAsync(id)|];",
            "async Task ThreeAsync(string z) { await TwoAsync(z); } Task TwoAsync(string y) => OneAsync(y); async Task OneAsync(string x) => await TakeAsync(x).ConfigureAwait(false);",
            "Service.RunAsync -> Service.ThreeAsync -> Service.TwoAsync -> Service.OneAsync -> Service.TakeAsync"
        },
        { "[|Take(id)|];", """void Take(string x) { using var again = locks.Acquire($"a-{x}"); }""", "Service.RunAsync -> Service.Take" },
        { "await [|LockedAsync(id)|];", "", "Service.RunAsync -> Service.LockedAsync" },
        { "await [|OneAsync(id)|];", "Task OneAsync(string x) => LockedAsync(x);", "Service.RunAsync -> Service.OneAsync -> Service.LockedAsync" },
        { "await [|TwoAsync(id)|];", "Task TwoAsync(string y) => OneAsync(y); Task OneAsync(string x) => LockedAsync(x);", "Service.RunAsync -> Service.TwoAsync -> Service.OneAsync -> Service.LockedAsync" },
        { "[|new Taker(locks, id)|].ToString();", "", "Service.RunAsync -> new Taker" },
        { "[|new Sub(locks, id)|].ToString();", "", "Service.RunAsync -> new Sub -> new Taker" },
        { "await [|OneAsync<int>(id)|];", "Task OneAsync<T>(string x) => TakeAsync(x);", "Service.RunAsync -> Service.OneAsync -> Service.TakeAsync" },
        { "await [|Box<int>.TakeAsync(locks, id)|];", "", "Service.RunAsync -> Box.TakeAsync" },
        { "await With(() => [|TakeAsync(id)|]);", "Task With(Func<Task> run) => run();", "Service.RunAsync -> Service.With -> lambda in Service.RunAsync -> Service.TakeAsync" },
        { "await With(() => [|TakeAsync(id)|]);", "static async Task With(Func<Task> run) { await run(); }", "Service.RunAsync -> Service.With -> lambda in Service.RunAsync -> Service.TakeAsync" },
        { "await With(() => [|LockedAsync(id)|]);", "static async Task With(Func<Task> run) { await run(); }", "Service.RunAsync -> Service.With -> lambda in Service.RunAsync -> Service.LockedAsync" },
        {
            "await Outer(() => [|TakeAsync(id)|]);",
            "Task Outer(Func<Task> run) => With(run); Task With(Func<Task> run) => run();",
            "Service.RunAsync -> Service.Outer -> Service.With -> lambda in Service.RunAsync -> Service.TakeAsync"
        },
        { "await [|Task.Run(() => TakeAsync(id))|];", "", "Service.RunAsync -> lambda in Service.RunAsync -> Service.TakeAsync" },
        { "Func<Task> run = () => TakeAsync(id); await [|run()|];", "", "Service.RunAsync -> lambda in Service.RunAsync -> Service.TakeAsync" },
        { "Task Inner() => TakeAsync(id); await [|Inner()|];", "", "Service.RunAsync -> Inner -> Service.TakeAsync" },
        { "Task Inner(string x) => TakeAsync(x); await [|Inner(id)|];", "", "Service.RunAsync -> Inner -> Service.TakeAsync" },
        { "await Task.WhenAll([|TakeAsync(id)|], Task.CompletedTask);", "", "Service.RunAsync -> Service.TakeAsync" },
        { "var task = [|TakeAsync(id)|]; await task;", "", "Service.RunAsync -> Service.TakeAsync" },
        { "[|TakeAsync(id)|].GetAwaiter().GetResult();", "", "Service.RunAsync -> Service.TakeAsync" },
        { "await [|StaticAsync(locks, id)|];", """static async Task StaticAsync(IDistributedLockProvider p, string x) { await using var again = await p.AcquireAsync("a-" + x); }""", "Service.RunAsync -> Service.StaticAsync" },
        { "await [|id.TakeItAsync(locks)|];", "", "Service.RunAsync -> Extensions.TakeItAsync" },
        { "await [|KeyAsync(\"a-\" + id)|];", "async Task KeyAsync(string key) { await using var again = await locks.AcquireAsync(key); }", "Service.RunAsync -> Service.KeyAsync" },
        { "await [|RequestAsync(id)|];", """async Task RequestAsync(string x) { await using var again = await locks.AcquireAsync(new LockRequest($"a-{x}") { Timeout = TimeSpan.Zero }); }""", "Service.RunAsync -> Service.RequestAsync" },
    };

    /// <summary>The same where what runs, or by which provider, is found at run time, or whether it runs is asked first.</summary>
    public static TheoryData<string, string, string> Likely { get; } = new()
    {
        { "await [|PingAsync(id, 3)|];", "Task PingAsync(string x, int n) => n > 0 ? PongAsync(x, n - 1) : TakeAsync(x); Task PongAsync(string x, int n) => PingAsync(x, n);", "Service.RunAsync -> Service.PingAsync -> Service.TakeAsync" },
        { "await [|taker.GoAsync(id)|];", "interface ITaker { Task GoAsync(string x); } class Impl(IDistributedLockProvider locks) : ITaker { public async Task GoAsync(string x) { await using var again = await locks.AcquireAsync(\"a-\" + x); } }", "Service.RunAsync -> Impl.GoAsync" },
        { "await [|OneAsync(id)|];", "Task OneAsync(string y) => taker.GoAsync(y); interface ITaker { Task GoAsync(string x); } class Impl(IDistributedLockProvider locks) : ITaker { public async Task GoAsync(string x) { await using var again = await locks.AcquireAsync(\"a-\" + x); } }", "Service.RunAsync -> Service.OneAsync -> Impl.GoAsync" },
        { "await [|taker.GoAsync(id)|];", "interface ITaker { Task GoAsync(string x); } class Impl(IDistributedLockProvider locks) : ITaker { public Task GoAsync(string x) => NextAsync(x); async Task NextAsync(string y) { await using var again = await locks.AcquireAsync(\"a-\" + y); } } class Other : ITaker { public Task GoAsync(string x) => Task.CompletedTask; }", "Service.RunAsync -> Impl.GoAsync -> Impl.NextAsync" },
        { "await [|taker.GoAsync(id)|];", "abstract class ITaker { public abstract Task GoAsync(string x); } class Impl(IDistributedLockProvider locks) : ITaker { public override async Task GoAsync(string x) { await using var again = await locks.AcquireAsync(\"a-\" + x); } }", "Service.RunAsync -> Impl.GoAsync" },
        { "await [|VirtualAsync(id)|];", "public virtual Task VirtualAsync(string x) => TakeAsync(x);", "Service.RunAsync -> Service.VirtualAsync -> Service.TakeAsync" },
        { "await [|taker.GoAsync(id)|];", "class ITaker(IDistributedLockProvider locks) { public async Task GoAsync(string x) { await using var again = await locks.AcquireAsync(\"a-\" + x); } }", "Service.RunAsync -> ITaker.GoAsync" },
        { "[|_ = taker.Go|];".Replace("[|_ = taker.Go|]", "_ = [|taker.Go|]"), "interface ITaker { int Go { get; } } class Impl(IDistributedLockProvider locks) : ITaker { public int Go { get { using var again = locks.Acquire(\"b\"); return 1; } } }", "Service.RunAsync -> Impl.Go" },
        { "await [|taker.GoAsync(id)|];", "interface ITaker { Task GoAsync(string x); } partial class Impl(IDistributedLockProvider locks) : ITaker { [DistributedLock(\"a-{x}\")] public partial Task GoAsync(string x); private Task GoCoreAsync(string x) => Task.CompletedTask; }", "Service.RunAsync -> Impl.GoAsync" },
    };

    /// <summary>What is different, or may be.</summary>
    public static TheoryData<string, string> Correct { get; } = new()
    {
        { "await TakeAsync(other);", "" },
        { "await TakeAsync(id + \"x\");", "" },
        { "await LockedAsync(other);", "" },
        { "await OneAsync(id);", "Task OneAsync(string x) => TakeAsync(x.Trim());" },
        { "await OneAsync(id, other);", "Task OneAsync(string x, string y) => TakeAsync(y);" },
        { "await OneAsync(id);", "async Task OneAsync(string x) { x += \"y\"; await TakeAsync(x); }" },
        { "_ = TakeAsync(id);", "" },
        { "_ = Task.Run(() => TakeAsync(id));", "" },
        { "_later = () => TakeAsync(id);", "" },
        { "Store(() => TakeAsync(id));", "void Store(Func<Task> run) { _later = run; }" },
        { "await SharedAsync(id, outer);", "" },
        { "await OneAsync(id, outer);", "Task OneAsync(string x, IDistributedLockHandle handle) => SharedAsync(x, handle);" },
        { "await PermitAsync(id);", "" },
        { "await OtherAsync(id);", "" },
        { "await taker.GoAsync(id);", "interface ITaker { Task GoAsync(string x); } class Impl(IDistributedLockProvider locks) : ITaker { public async Task GoAsync(string x) { await using var again = await locks.AcquireAsync(\"c-\" + x); } }" },
        { "await taker.GoAsync(id);", "class ITaker(InMemoryLockProvider locks) { public async Task GoAsync(string x) { await using var again = await locks.AcquireAsync(\"a-\" + x); } }".Replace("InMemoryLockProvider", "Elsewhere") },
        { "await outer.DisposeAsync(); await TakeAsync(id);", "" },
        { "outer.DetachFromFlow(); await TakeAsync(id);", "" },
        { "await ForkAsync(id);", "async Task ForkAsync(string x) { await using var again = await locks.AcquireAsync(new LockRequest(\"a-\" + x) { TrackFlow = false }); }" },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Certain))]
    public Task Lock_taken_again_by_a_call_is_an_error_with_its_path(string body, string members, string path) =>
        ReportsAsync(body, members, path, DiagnosticSeverity.Error);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Likely))]
    public Task Lock_that_may_be_taken_again_by_a_call_is_a_warning_with_its_path(string body, string members, string path) =>
        ReportsAsync(body, members, path, DiagnosticSeverity.Warning);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Correct))]
    public Task Call_that_takes_another_lock_or_none_is_silent(string body, string members) => Check.SilentAsync(Rule, Around(body, members));

    private static async Task ReportsAsync(string body, string members, string path, DiagnosticSeverity severity)
    {
        var diagnostic = Assert.Single(await Check.ReportsAsync(Rule, Around(body, members)));

        Assert.Equal(severity, diagnostic.Severity);
        Assert.Contains($": {path};", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.NotEmpty(diagnostic.AdditionalLocations);
    }

    private static TestCode Around(string body, string members)
    {
        var hasTaker = members.Contains("ITaker", StringComparison.Ordinal);
        var isGo = body.Contains("taker.Go|]", StringComparison.Ordinal);
        return $$"""
            public class Taker
            {
                public Taker(IDistributedLockProvider locks, string x) { using var again = locks.Acquire("a-" + x); }
            }

            public class Sub(IDistributedLockProvider locks, string x) : Taker(locks, x);

            public static class Box<T>
            {
                public static async Task TakeAsync(IDistributedLockProvider locks, string x) { await using var again = await locks.AcquireAsync("a-" + x); }
            }

            public static class Extensions
            {
                public static async Task TakeItAsync(this string x, IDistributedLockProvider locks) { await using var again = await locks.AcquireAsync("a-" + x); }
            }

            public sealed class Elsewhere : IDistributedLockProvider
            {
                public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) => default;

                public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => null;
            }

            public partial class Service
            {
                private readonly InMemoryLockProvider locks = new();
                private readonly InMemoryLockProvider elsewhere = new();
                private Func<Task>? _later;
                {{(hasTaker ? "private ITaker taker = null!;" : "")}}

                public async Task RunAsync(string id, string other)
                {
                    await using var outer = await locks.AcquireAsync({{(isGo ? "\"b\"" : "$\"a-{id}\"")}});
                    {{body}}
                    await Task.Yield();
                }

                private async Task TakeAsync(string taken)
                {
                    await using var inner = await locks.AcquireAsync($"a-{taken}");
                }

                [DistributedLock("a-{key}", Provider = nameof(locks))]
                public partial Task LockedAsync(string key);

                private Task LockedCoreAsync(string key) => Task.CompletedTask;

                [DistributedLock("a-{key}", Provider = nameof(locks), MaxConcurrency = 3)]
                public partial Task PermitAsync(string key);

                private Task PermitCoreAsync(string key) => Task.CompletedTask;

                [DistributedLock("a-{key}", Provider = nameof(elsewhere))]
                public partial Task OtherAsync(string key);

                private Task OtherCoreAsync(string key) => Task.CompletedTask;

                [DistributedLock("a-{key}", Provider = nameof(locks))]
                public partial Task SharedAsync(string key, IDistributedLockHandle? handle = null);

                private Task SharedCoreAsync(string key) => Task.CompletedTask;

                public Func<Task>? Later => _later;

                {{members}}
            }
            """;
    }
}
