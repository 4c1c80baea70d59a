using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>DLK0201 as an error has to be certain: correct programs in which the lock is free again, or was never had, however it is written.</summary>
public class CertaintyTests
{
    private const string Rule = "DLK0201";

    /// <summary>The lock was not had: another try follows.</summary>
    public static TheoryData<string> NotTaken { get; } =
    [
        """var h = await locks.TryAcquireAsync("a"); h ??= await locks.AcquireAsync("a", TimeSpan.FromMinutes(1)); await h.DisposeAsync();""",
        """await using var h = await locks.TryAcquireAsync("a"); await using var second = h ?? await locks.AcquireAsync("a");""",
        """var h = await locks.TryAcquireAsync("a"); while (h is null) { await Task.Delay(1); h = await locks.TryAcquireAsync("a"); } await h.DisposeAsync();""",
        """var h = await locks.TryAcquireAsync("a"); for (var i = 0; h is null && i < 3; i++) { h = await locks.TryAcquireAsync("a"); } h?.Dispose();""",
        """await using var h = await locks.TryAcquireAsync("a"); while (h is null) { using var second = locks.Acquire("a"); return; }""",
        """await using var h = await locks.TryAcquireAsync("a"); await using var second = h switch { null => await locks.AcquireAsync("a"), _ => null };""",
        """await using var h = await locks.TryAcquireAsync("a"); switch (h) { case null: await using (await locks.AcquireAsync("a")) { } break; default: break; }""",
        """await using var h = await locks.TryAcquireAsync("a"); if (h is null && await locks.TryAcquireAsync("a", TimeSpan.FromSeconds(1)) is { } second) { await second.DisposeAsync(); }""",
        """await using var h = await locks.TryAcquireAsync("a"); if (h is not null || await locks.TryAcquireAsync("a", TimeSpan.FromSeconds(1)) is not { } second) { } else { await second.DisposeAsync(); }""",
        """await using var h = await locks.TryAcquireAsync("a"); var taken = h is not null; if (!taken) { await using var second = await locks.AcquireAsync("a"); }""",
        """await using var h = await locks.TryAcquireAsync("a"); var taken = h != null; using var second = taken ? null : locks.Acquire("a");""",
        """var h = await locks.TryAcquireAsync("a"); if (h is null) { h = await locks.AcquireAsync("b"); } await using var second = await locks.AcquireAsync("a"); await h.DisposeAsync();""",
    ];

    /// <summary>The lock was released, or may have been, by something else that has the handle.</summary>
    public static TheoryData<string> ReleasedElsewhere { get; } =
    [
        """await Release(); await using var again = await locks.AcquireAsync("a"); async Task Release() { await h.DisposeAsync(); }""",
        """await ReleaseAsync(h); await using var again = await locks.AcquireAsync("a");""",
        """Drop(h); await using var again = await locks.AcquireAsync("a");""",
        """_ = new Owner(h); await using var again = await locks.AcquireAsync("a");""",
        """var same = h; await same.DisposeAsync(); await using var again = await locks.AcquireAsync("a");""",
        """await using (var same = h) { } await using var again = await locks.AcquireAsync("a");""",
        """if (h is { } same) { await same.DisposeAsync(); } await using var again = await locks.AcquireAsync("a");""",
        """foreach (var one in new[] { h }) { await one.DisposeAsync(); } await using var again = await locks.AcquireAsync("a");""",
        """List<IDistributedLockHandle> all = [h]; all[0].Dispose(); await using var again = await locks.AcquireAsync("a");""",
        """var (one, two) = (h, 2); one.Dispose(); await using var again = await locks.AcquireAsync("a");""",
        """Action release = h.Dispose; release(); await using var again = await locks.AcquireAsync("a");""",
        """goto second; first: await using (await locks.AcquireAsync("a")) { } return; second: h.Dispose(); goto first;""",
        """try { await Task.Yield(); } catch (Exception) when (Drop(h)) { await using var again = await locks.AcquireAsync("a"); }""",
    ];

    /// <summary>The second key is another one.</summary>
    public static TheoryData<string> OtherKey { get; } =
    [
        """using var e = ids.GetEnumerator(); e.MoveNext(); await using var h = await locks.AcquireAsync($"n-{e.Current}"); e.MoveNext(); await using var second = await locks.AcquireAsync($"n-{e.Current}");""",
        """await using var h = await locks.AcquireAsync(NewKey); await using var second = await locks.AcquireAsync(NewKey);""",
        """await using var h = await locks.AcquireAsync(NextKey); await using var second = await locks.AcquireAsync(NextKey);""",
        """ref var other = ref number; await using var h = await locks.AcquireAsync($"n-{number}"); other++; await using var second = await locks.AcquireAsync($"n-{number}");""",
        """using var h = locks.Acquire("size"); throw new InvalidOperationException(nameof(Size));""",
    ];

    /// <summary>The callee takes the lock only where its caller does not hold it, or later.</summary>
    public static TheoryData<string, string> OnlyWhereFree { get; } = new()
    {
        { "await GoAsync(id, false);", """async Task GoAsync(int id, bool locked) { if (locked) { return; } await using var h = await locks.AcquireAsync($"g-{id}"); await GoAsync(id, true); }""" },
        { "await GoAsync(id, false);", """async Task GoAsync(int id, bool locked) { if (!locked) { await using var h = await locks.AcquireAsync($"g-{id}"); await GoAsync(id, locked: true); } }""" },
        { "await using var h = await locks.AcquireAsync($\"g-{id}\"); await GoAsync(id, h);", """async Task GoAsync(int id, IDistributedLockHandle? held = null) { await using var own = held is null ? await locks.AcquireAsync($"g-{id}") : null; await Task.Yield(); }""" },
        { "await GoAsync(id);", """async Task GoAsync(int id, IDistributedLockHandle? held = null) { if (held is null) { await using var own = await locks.AcquireAsync($"g-{id}"); await GoAsync(id, own); } }""" },
        { "await GoAsync(Part.Outer);", "enum Part { Outer, Inner } async Task GoAsync(Part part) { if (part == Part.Inner) { return; } await using var h = await locks.AcquireAsync(\"e\"); await GoAsync(Part.Inner); }" },
        { "await GoAsync(Part.Outer);", "enum Part { Outer, Inner } async Task GoAsync(Part part) { switch (part) { case Part.Inner: break; default: await using (await locks.AcquireAsync(\"e\")) { await GoAsync(Part.Inner); } break; } }" },
        { "IAsyncEnumerable<int> all; await using (await locks.AcquireAsync($\"g-{id}\")) { all = StreamAsync(id); } await foreach (var one in all) { }", """async IAsyncEnumerable<int> StreamAsync(int id) { await using var h = await locks.AcquireAsync($"g-{id}"); yield return id; }""" },
        { "IEnumerable<int> all; using (locks.Acquire($\"g-{id}\")) { all = Each(id); } foreach (var one in all) { }", """IEnumerable<int> Each(int id) { using var h = locks.Acquire($"g-{id}"); yield return id; }""" },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(NotTaken))]
    [MemberData(nameof(OtherKey))]
    public Task Lock_that_was_not_had_or_has_another_key_is_silent(string body) => Check.SilentAsync(Rule, Around(body));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(ReleasedElsewhere))]
    public Task Lock_that_something_else_may_have_released_is_silent(string body) =>
        Check.SilentAsync(Rule, Around("""await using var h = await locks.AcquireAsync("a"); """ + body));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(OnlyWhereFree))]
    public Task Callee_that_takes_it_only_where_it_is_free_is_silent(string body, string member) => Check.SilentAsync(Rule, Around(body, member));

    [Theory(Timeout = 60_000)]
    [InlineData("""await using var h = await locks.AcquireAsync($"n-{_current}"); Move(); await using var second = await [|locks.AcquireAsync($"n-{_current}")|];""")]
    [InlineData("""await using var h = await locks.AcquireAsync($"n-{ids.Count}"); ids.Add(1); await using var second = await [|locks.AcquireAsync($"n-{ids.Count}")|];""")]
    [InlineData("""await using var h = await locks.AcquireAsync("flagged"); [|Flagged()|];""")]
    [InlineData("""async Task GoAsync(int depth) { if (depth > 0) { return; } await using var h = await locks.AcquireAsync("d"); await [|GoAsync(depth + 1)|]; } await GoAsync(0);""")]
    public async Task Value_or_flag_that_may_have_changed_makes_it_a_warning(string body)
    {
        var found = await Check.ReportsAsync(Rule, Around(body));

        Assert.All(found, static diagnostic => Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity));
    }

    /// <summary>The callee asks something first, and so may take nothing.</summary>
    public static TheoryData<string> AskedFirst { get; } =
    [
        """async Task TakeAsync(int n) { if (n > 3) { await using var h = await locks.AcquireAsync("q"); } }""",
        """async Task TakeAsync(int n) { if (n < 3) { return; } await using var h = await locks.AcquireAsync("q"); }""",
        """async Task TakeAsync(int n) { if (n < 3) { if (_current > 1) { return; } } await using var h = await locks.AcquireAsync("q"); }""",
        """async Task TakeAsync(int n) { if (NewKey.Length == 0) { return; } await using var h = await locks.AcquireAsync("q"); }""",
        """async Task TakeAsync(int n) { switch (n) { case 0: await using (await locks.AcquireAsync("q")) { } break; } }""",
        """Task TakeAsync(int n) => n == 0 ? Task.CompletedTask : NowAsync(); async Task NowAsync() { await using var h = await locks.AcquireAsync("q"); }""",
        """Task TakeAsync(int n) => n switch { 0 => Task.CompletedTask, _ => NowAsync() }; async Task NowAsync() { await using var h = await locks.AcquireAsync("q"); }""",
        """async Task TakeAsync(int n) { foreach (var c in NewKey) { await using var h = await locks.AcquireAsync("q"); } }""",
        """async Task TakeAsync(int n) { for (var i = 0; i < n; i++) { await using var h = await locks.AcquireAsync("q"); } }""",
        """async Task TakeAsync(int n) { while (true) { if (n > 3) { break; } await using var h = await locks.AcquireAsync("q"); n++; } }""",
        """async Task TakeAsync(int n) { try { Move(); } catch (InvalidOperationException) { await using var h = await locks.AcquireAsync("q"); } }""",
        """async Task TakeAsync(int n) { _ = n > 3 && Now(); await Task.Yield(); } bool Now() { using var h = locks.Acquire("q"); return true; }""",
        """async Task TakeAsync(int n) { await FirstAsync(n); } Task FirstAsync(int n) => n > 3 ? NowAsync() : Task.CompletedTask; async Task NowAsync() { await using var h = await locks.AcquireAsync("q"); }""",
    ];

    /// <summary>The callee takes it in any case in which it does not throw.</summary>
    public static TheoryData<string> TakenInAnyCase { get; } =
    [
        """async Task TakeAsync(int n) { await using var h = await locks.AcquireAsync("q"); if (n > 3) { return; } Move(); }""",
        """async Task TakeAsync(int n) { if (n > 3) { throw new ArgumentOutOfRangeException(nameof(n)); } await using var h = await locks.AcquireAsync("q"); }""",
        """async Task TakeAsync(int n) { if (n > 3) { Move(); } await using var h = await locks.AcquireAsync("q"); }""",
        """async Task TakeAsync(int n) { foreach (var c in NewKey) { if (c == ' ') { continue; } Move(); } await using var h = await locks.AcquireAsync("q"); }""",
        """async Task TakeAsync(int n) { do { await using var h = await locks.AcquireAsync("q"); } while (n++ < 3); }""",
        """async Task TakeAsync(int n) { while (true) { await using var h = await locks.AcquireAsync("q"); if (n > 3) { return; } } }""",
        """async Task TakeAsync(int n) { try { await using var h = await locks.AcquireAsync("q"); } finally { Move(); } }""",
        """async Task TakeAsync(int n) { await NowAsync(); if (n > 3) { return; } } async Task NowAsync() { await using var h = await locks.AcquireAsync("q"); }""",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(AskedFirst))]
    public async Task Callee_that_asks_something_first_makes_it_a_warning(string members)
    {
        var found = await Check.ReportsAsync(Rule, Around("""await using var h = await locks.AcquireAsync("q"); await [|TakeAsync(number)|];""", members));

        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(found).Severity);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(TakenInAnyCase))]
    public async Task Callee_that_takes_it_in_any_case_leaves_it_an_error(string members)
    {
        var found = await Check.ReportsAsync(Rule, Around("""await using var h = await locks.AcquireAsync("q"); await [|TakeAsync(number)|];""", members));

        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(found).Severity);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""await using var h = await locks.AcquireAsync("q"); if (number > 3) { await using var again = await [|locks.AcquireAsync("q")|]; }""", "")]
    [InlineData("""await using var h = await locks.AcquireAsync("q"); if (number > 3) { await [|TakeAsync()|]; }""", """async Task TakeAsync() { await using var h = await locks.AcquireAsync("q"); }""")]
    [InlineData("", """[DistributedLock("q")] public partial Task LockedAsync(int n); private Task LockedCoreAsync(int n) => n > 3 ? [|TakeAsync()|] : Task.CompletedTask; async Task TakeAsync() { await using var h = await locks.AcquireAsync("q"); }""")]
    public async Task Condition_of_the_code_that_holds_it_leaves_it_an_error(string body, string members)
    {
        var found = await Check.ReportsAsync(Rule, Around(body, members));

        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(found).Severity);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""await using var h = await locks.TryAcquireAsync("a"); if (h is { } held) { Use(held); await using var again = await [|locks.AcquireAsync("a")|]; }""")]
    [InlineData("""await using var h = await locks.AcquireAsync("a"); Use(h); await using var again = await [|locks.AcquireAsync("a")|];""")]
    [InlineData("""await using var h = await locks.AcquireAsync("a"); Console.WriteLine(h.Key); await using var again = await [|locks.AcquireAsync("a")|];""")]
    [InlineData("""await using var h = await locks.AcquireAsync("st"); await foreach (var one in [|StreamAsync()|].WithCancellation(default)) { }""")]
    [InlineData("""await using var h = await locks.AcquireAsync("st"); using var e = ids.GetEnumerator(); while (e.MoveNext()) { await using var again = await [|locks.AcquireAsync("st")|]; }""")]
    public async Task Handle_that_is_only_looked_at_leaves_it_an_error(string body)
    {
        var found = await Check.ReportsAsync(Rule, Around(body));

        Assert.All(found, static diagnostic => Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity));
    }

    private static TestCode Around(string body, string member = "") => $$"""
        public partial class Service(IDistributedLockProvider locks)
        {
            private int _current;
            private bool _isLocked;

            private string NewKey => "job-" + Guid.NewGuid();

            private string NextKey { get { return "job-" + _current++; } }

            private int Size { get { using var h = locks.Acquire("size"); return 1; } }

            public async Task RunAsync(int id, int number, List<int> ids)
            {
                await Task.Yield();
                {{body}}
            }

            {{member}}

            public void Move() => _current++;

            public void Lock() => _isLocked = !_isLocked;

            private void Flagged() { if (!_isLocked) { using var h = locks.Acquire("flagged"); } }

            private async IAsyncEnumerable<int> StreamAsync() { await using var h = await locks.AcquireAsync("st"); yield return 1; }

            private static Task ReleaseAsync(IDistributedLockHandle handle) => handle.DisposeAsync().AsTask();

            private static bool Drop(IDistributedLockHandle handle) { handle.Dispose(); return true; }

            private static void Use(IDistributedLockHandle handle) => Console.WriteLine(handle.Key);

            private sealed class Owner(IDistributedLockHandle handle) : IDisposable { public void Dispose() => handle.Dispose(); }
        }
        """;
}
