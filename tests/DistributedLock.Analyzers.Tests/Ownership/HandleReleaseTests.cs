using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Ownership;

/// <summary>DLK0102 is silent where the handle is released, or belongs to somebody else.</summary>
public sealed class HandleReleaseTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("""await using var handle = await locks.AcquireAsync("a"); await WorkAsync();""")]
    [InlineData("""using var handle = await locks.AcquireAsync("a"); await WorkAsync();""")]
    [InlineData("""await using (await locks.AcquireAsync("a")) { await WorkAsync(); }""")]
    [InlineData("""await using (var handle = await locks.AcquireAsync("a")) { await UseAsync(handle); }""")]
    [InlineData("""await using ((await locks.AcquireAsync("a")).ConfigureAwait(false)) { await WorkAsync(); }""")]
    [InlineData("""var handle = await locks.AcquireAsync("a"); await using (handle.ConfigureAwait(false)) { await WorkAsync(); }""")]
    [InlineData("""var handle = await locks.AcquireAsync("a"); await using var held = handle.ConfigureAwait(false); await WorkAsync();""")]
    [InlineData("""var handle = await locks.AcquireAsync("a"); await using (handle) { await WorkAsync(); }""")]
    [InlineData("""var handle = await locks.AcquireAsync("a"); await using var same = handle; await WorkAsync();""")]
    [InlineData("""var handle = await locks.AcquireAsync("a"); using (handle) { await WorkAsync(); }""")]
    [InlineData("""await using var handle = await locks.TryAcquireAsync("a"); if (handle is null) { return; } await WorkAsync();""")]
    [InlineData("""using var handle = locks.TryAcquire("a"); if (handle is null) { return; } Work();""")]
    [InlineData("""await using var handle = flag ? await locks.AcquireAsync("a") : await locks.AcquireAsync("b"); await WorkAsync();""")]
    [InlineData("""await using var handle = keys.Length switch { 0 => await locks.AcquireAsync("a"), 1 => await locks.TryAcquireAsync("b"), _ => null }; await WorkAsync();""")]
    [InlineData("""await using var handle = await locks.TryAcquireAsync("a") ?? await locks.AcquireAsync("b"); await WorkAsync();""")]
    [InlineData("""await using var handle = await locks.TryAcquireAsync("a") ?? throw new InvalidOperationException(); await WorkAsync();""")]
    [InlineData("""var pending = locks.AcquireAsync("a"); await using var handle = await pending; await WorkAsync();""")]
    [InlineData("""var pending = locks.AcquireAsync("a").AsTask(); Work(); if (pending.IsCompleted) { Work(); } await using var handle = await pending;""")]
    [InlineData("""if (await locks.TryAcquireAsync("a") is { } handle) { await using (handle) { await WorkAsync(); } }""")]
    [InlineData("""if (await locks.TryAcquireAsync("a") is not { } handle) { return; } await using (handle) { await WorkAsync(); }""")]
    [InlineData("""if (await locks.TryAcquireAsync("a") is IDistributedLockHandle handle) { await using var held = handle; await WorkAsync(); }""")]
    [InlineData("""while (await locks.TryAcquireAsync("a") is { } handle) { await using (handle) { await WorkAsync(); } }""")]
    [InlineData("""foreach (var key in keys) { await using var handle = await locks.AcquireAsync(key); await WorkAsync(); }""")]
    [InlineData("""await (await locks.AcquireAsync("a")).DisposeAsync();""")]
    [InlineData("""locks.Acquire("a").Dispose();""")]
    [InlineData("""(await locks.TryAcquireAsync("a"))?.Dispose();""")]
    public Task Handle_in_a_using(string statements) => Silent(statements);

    [Theory(Timeout = 60_000)]
    [InlineData("await handle.DisposeAsync();")]
    [InlineData("await handle.DisposeAsync().ConfigureAwait(false);")]
    [InlineData("handle.Dispose();")]
    [InlineData("handle?.Dispose();")]
    [InlineData("if (handle is not null) { await handle.DisposeAsync(); }")]
    [InlineData("if (handle != null) await handle.DisposeAsync().ConfigureAwait(false);")]
    [InlineData("if (handle is { } held) { await held.DisposeAsync(); }")]
    [InlineData("if (handle is IAsyncDisposable held) { await held.DisposeAsync(); }")]
    [InlineData("if (handle is IDisposable held) { held.Dispose(); } else if (handle is IAsyncDisposable other) { await other.DisposeAsync(); }")]
    [InlineData("await ((IAsyncDisposable)handle).DisposeAsync();")]
    [InlineData("((IDisposable)handle!).Dispose();")]
    [InlineData("try { await handle.DisposeAsync(); } catch (Exception error) { Console.WriteLine(error); }")]
    [InlineData("if (flag) { await handle.DisposeAsync(); } else { handle.Dispose(); }")]
    [InlineData("if (flag) { await handle.DisposeAsync(); }")]
    [InlineData("await DisposeAllAsync(handle);")]
    [InlineData("Console.WriteLine(1); await handle.DisposeAsync();")]
    public Task Handle_released_in_a_finally(string release) => Silent(
        $$"""
        var handle = await locks.AcquireAsync("a");
        try
        {
            await WorkAsync();
            if (flag)
            {
                return;
            }

            Use(handle);
        }
        finally
        {
            {{release}}
        }
        """,
        "private static async Task DisposeAllAsync(params IAsyncDisposable[] all) { foreach (var one in all) { await one.DisposeAsync(); } }");

    [Theory(Timeout = 60_000)]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); await handle.DisposeAsync();")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); var number = handle.FencingToken; await handle.DisposeAsync();")]
    [InlineData("var handle = await locks.TryAcquireAsync(\"a\"); if (handle is null) { Work(); return; } await handle.DisposeAsync();")]
    [InlineData("var handle = await locks.TryAcquireAsync(\"a\"); if (handle is not null) { await handle.DisposeAsync(); }")]
    [InlineData("var handle = await locks.TryAcquireAsync(\"a\"); if (handle != null && flag) { await handle.DisposeAsync(); } else { handle?.Dispose(); }")]
    [InlineData("var handle = await locks.TryAcquireAsync(\"a\"); var taken = handle is not null; if (taken) { handle!.Dispose(); }")]
    [InlineData("var handle = await locks.TryAcquireAsync(\"a\"); if (handle == null) throw new InvalidOperationException(); handle.Dispose();")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); if (flag) { handle.Dispose(); } else { await handle.DisposeAsync(); }")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); switch (keys.Length) { case 0: handle.Dispose(); break; default: await handle.DisposeAsync(); break; }")]
    [InlineData("IDistributedLockHandle? handle = null; try { handle = await locks.AcquireAsync(\"a\"); await WorkAsync(); } finally { handle?.Dispose(); }")]
    [InlineData("IDistributedLockHandle? handle = null; try { handle = await locks.AcquireAsync(\"a\"); await WorkAsync(); } finally { if (handle is not null) await handle.DisposeAsync(); }")]
    [InlineData("IDistributedLockHandle? handle = null; if (flag) { handle = await locks.AcquireAsync(\"a\"); } if (flag) { handle!.Dispose(); }")]
    [InlineData("IDistributedLockHandle? handle = null; handle ??= await locks.AcquireAsync(\"a\"); handle.Dispose();")]
    [InlineData("IDistributedLockHandle? handle = null; while (handle is null) { handle = await locks.TryAcquireAsync(\"a\"); if (handle is null) await WorkAsync(); } await using (handle) { Work(); }")]
    [InlineData("for (var round = 0; round < 3; round++) { var handle = await locks.AcquireAsync(\"a\"); try { await WorkAsync(); } finally { handle.Dispose(); } }")]
    [InlineData("again: var handle = await locks.TryAcquireAsync(\"a\"); if (handle is null) { goto again; } await handle.DisposeAsync();")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); try { await WorkAsync(); await handle.DisposeAsync(); } catch { await handle.DisposeAsync(); throw; }")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); try { await WorkAsync(); } catch (Exception error) { Console.WriteLine(error); } await handle.DisposeAsync();")]
    [InlineData("var (handle, number) = (await locks.AcquireAsync(\"a\"), 1); await using (handle) { Console.WriteLine(number); }")]
    [InlineData("var pair = (Handle: await locks.AcquireAsync(\"a\"), Number: 1); await pair.Handle.DisposeAsync();")]
    [InlineData("var first = await locks.AcquireAsync(\"a\"); var second = first; second.Dispose();")]
    [InlineData("var first = await locks.AcquireAsync(\"a\"); try { var second = await locks.AcquireAsync(\"b\"); try { await WorkAsync(); } finally { second.Dispose(); } } finally { first.Dispose(); }")]
    [InlineData("Environment.Exit(locks.TryAcquire(\"a\") is { } handle && handle.ExpiresAt is null ? Stop(handle) : 1);")]
    public Task Handle_released_on_every_path(string statements) =>
        Silent(statements, "private static int Stop(IDistributedLockHandle handle) { handle.Dispose(); return 0; }");

    [Theory(Timeout = 60_000)]
    [InlineData("public async Task<IDistributedLockHandle> M() => await locks.AcquireAsync(\"a\");")]
    [InlineData("public async Task<IDistributedLockHandle> M() { var handle = await locks.AcquireAsync(\"a\"); return handle; }")]
    [InlineData("public ValueTask<IDistributedLockHandle> M() => locks.AcquireAsync(\"a\");")]
    [InlineData("public IDistributedLockHandle M() => locks.Acquire(\"a\");")]
    [InlineData("public IDistributedLockHandle M() { var handle = locks.Acquire(\"a\"); try { Work(); return handle; } catch { handle.Dispose(); throw; } }")]
    [InlineData("public async Task<IDistributedLockHandle?> M() => await locks.TryAcquireAsync(\"a\") ?? await locks.TryAcquireAsync(\"b\");")]
    [InlineData("public async Task<(IDistributedLockHandle, int)> M() => (await locks.AcquireAsync(\"a\"), 1);")]
    [InlineData("public async Task<(IDistributedLockHandle, int)> M() { var handle = await locks.AcquireAsync(\"a\"); return (handle, 1); }")]
    [InlineData("public async Task<(IDistributedLockHandle, int)> M() { var pair = (await locks.AcquireAsync(\"a\"), 1); return pair; }")]
    [InlineData("public async Task<object> M() => new { Handle = await locks.AcquireAsync(\"a\") };")]
    [InlineData("public void M(out IDistributedLockHandle handle) => handle = locks.Acquire(\"a\");")]
    [InlineData("public void M(ref IDistributedLockHandle? handle) { handle = locks.Acquire(\"a\"); }")]
    [InlineData("public IEnumerable<IDistributedLockHandle> M() { yield return locks.Acquire(\"a\"); }")]
    [InlineData("public async IAsyncEnumerable<IDistributedLockHandle> M() { var handle = await locks.AcquireAsync(\"a\"); yield return handle; }")]
    [InlineData("public async IAsyncEnumerable<int> M() { await using var handle = await locks.AcquireAsync(\"a\"); yield return 1; }")]
    [InlineData("public Func<Task<IDistributedLockHandle>> M() => async () => await locks.AcquireAsync(\"a\");")]
    [InlineData("public Func<IDistributedLockHandle> M() => () => locks.Acquire(\"a\");")]
    [InlineData("public IDistributedLockHandle M() { return Take(); IDistributedLockHandle Take() => locks.Acquire(\"a\"); }")]
    [InlineData("public IDistributedLockHandle? M(bool flag) => flag ? locks.Acquire(\"a\") : null;")]
    [InlineData("public IDistributedLockHandle M() { IDistributedLockHandle? held = null; try { held = locks.Acquire(\"a\"); Work(); var result = held; held = null; return result; } finally { held?.Dispose(); } }")]
    public Task Handle_returned(string member) => Check.SilentAsync("DLK0102", OwnershipCode.InClass(member));

    [Theory(Timeout = 60_000)]
    [InlineData("_all.Add(await locks.AcquireAsync(\"a\"));")]
    [InlineData("_byName[\"a\"] = await locks.AcquireAsync(\"a\");")]
    [InlineData("_stack.Push(locks.Acquire(\"a\"));")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); _all.Add(handle); await WorkAsync();")]
    [InlineData("var all = new List<IDistributedLockHandle> { await locks.AcquireAsync(\"a\") }; foreach (var one in all) { one.Dispose(); }")]
    [InlineData("IDistributedLockHandle[] all = { await locks.AcquireAsync(\"a\"), await locks.AcquireAsync(\"b\") }; foreach (var one in all) { one.Dispose(); }")]
    [InlineData("IDistributedLockHandle[] all = [await locks.AcquireAsync(\"a\"), await locks.AcquireAsync(\"b\")]; foreach (var one in all) { one.Dispose(); }")]
    [InlineData("var all = new IDistributedLockHandle[1]; all[0] = await locks.AcquireAsync(\"a\"); all[0].Dispose();")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); token.Register(() => handle.Dispose());")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); token.Register(static state => ((IDisposable)state!).Dispose(), handle);")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); token.Register(handle.Dispose);")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); await ReleaseAsync(); async Task ReleaseAsync() => await handle.DisposeAsync();")]
    [InlineData("var handle = await locks.AcquireAsync(\"a\"); _ = Task.Run(async () => { await using (handle) { await WorkAsync(); } });")]
    [InlineData("IDistributedLockHandle? handle = null; Action take = () => handle = locks.Acquire(\"a\"); take(); handle?.Dispose();")]
    [InlineData("Register(await locks.AcquireAsync(\"a\"));")]
    [InlineData("await RegisterAsync(await locks.AcquireAsync(\"a\"));")]
    [InlineData("Take(await locks.AcquireAsync(\"a\"));")]
    [InlineData("await RunAndReleaseAsync(await locks.AcquireAsync(\"a\"));")]
    [InlineData("var session = new Session(await locks.AcquireAsync(\"a\")); session.Dispose();")]
    [InlineData("var session = new Session(null) { Handle = await locks.AcquireAsync(\"a\") }; session.Dispose();")]
    [InlineData("var session = new Session(null); session.Handle = await locks.AcquireAsync(\"a\"); session.Dispose();")]
    [InlineData("_completion.SetResult(await locks.AcquireAsync(\"a\"));")]
    [InlineData("Interlocked.Exchange(ref _held, await locks.AcquireAsync(\"a\"))?.Dispose();")]
    [InlineData("s_forTheProcess = await locks.AcquireAsync(\"a\");")]
    [InlineData("IDisposable held = await locks.AcquireAsync(\"a\"); held.Dispose();")]
    [InlineData("object held = await locks.AcquireAsync(\"a\"); ((IDisposable)held).Dispose();")]
    [InlineData("dynamic held = await locks.AcquireAsync(\"a\"); held.Dispose();")]
    public Task Handle_that_somebody_else_releases(string statements) => Silent(statements, """
        private static IDistributedLockHandle? s_forTheProcess;
        private readonly List<IDistributedLockHandle> _all = new();
        private readonly Dictionary<string, IDistributedLockHandle> _byName = new();
        private readonly Stack<IDisposable> _stack = new();
        private readonly TaskCompletionSource<IDistributedLockHandle> _completion = new();
        private IDistributedLockHandle? _held;

        private static void Register(IDisposable disposable) => Console.WriteLine(disposable);

        private static Task RegisterAsync(IAsyncDisposable disposable) => Task.FromResult(disposable);

        private void Take([TakesLockOwnership] IDistributedLockHandle handle) => Use(handle);

        private async Task RunAndReleaseAsync(IDistributedLockHandle handle) { await using (handle) { await WorkAsync(); } }

        private sealed class Session(IDistributedLockHandle? handle) : IDisposable
        {
            public IDistributedLockHandle? Handle { get; set; } = handle;

            public void Dispose() => Handle?.Dispose();
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData(" : IAsyncDisposable", "public ValueTask DisposeAsync() => _held?.DisposeAsync() ?? default;")]
    [InlineData(" : IDisposable", "public void Dispose() => _held?.Dispose();")]
    [InlineData("", "public void Dispose() => _held?.Dispose();")]
    [InlineData("", "public async Task StopAsync() { if (_held is not null) { await _held.DisposeAsync(); _held = null; } }")]
    [InlineData("", "public async Task StopAsync() { if (_held is { } held) { await held.DisposeAsync(); } }")]
    [InlineData("", "public async Task StopAsync() { var held = Interlocked.Exchange(ref _held, null); if (held != null) await held.DisposeAsync(); }")]
    [InlineData("", "public IDistributedLockHandle? Held => _held;")]
    public Task Handle_in_a_field_that_is_released(string bases, string release) => Check.SilentAsync("DLK0102", OwnershipCode.InClass(
        $$"""
        private IDistributedLockHandle? _held;

        public async Task StartAsync() => _held = await locks.AcquireAsync("a");

        public async Task StartOnceAsync() => _held ??= await locks.AcquireAsync("a");

        public async Task TryStartAsync()
        {
            var handle = await locks.TryAcquireAsync("a");
            if (handle is null)
            {
                return;
            }

            _held = handle;
            await WorkAsync();
        }

        {{release}}
        """,
        bases));

    [Theory(Timeout = 60_000)]
    [InlineData("public Keeper(IDistributedLockProvider locks) : this(locks.Acquire(\"a\")) { }")]
    [InlineData("public sealed class Of(IDistributedLockProvider locks) : Keeper(locks.Acquire(\"a\"));")]
    [InlineData("public sealed class Of : Keeper { public Of(IDistributedLockProvider locks) : base(locks.Acquire(\"a\")) { } }")]
    public Task Handle_that_a_constructor_passes_to_another(string member) => Check.SilentAsync("DLK0102", $$"""
        public class Keeper : IDisposable
        {
            private readonly IDistributedLockHandle _held;

            public Keeper(IDistributedLockHandle held) => _held = held ?? throw new ArgumentNullException(nameof(held));

            public void Dispose() => _held.Dispose();

            {{member}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_in_a_captured_primary_constructor_parameter() => Check.SilentAsync("DLK0102", """
        sealed class Service(IDistributedLockProvider locks, IDistributedLockHandle? held) : IDisposable
        {
            public async Task StartAsync() => held = await locks.AcquireAsync("a");

            public void Dispose() => held?.Dispose();
        }

        record Holder(IDistributedLockHandle Handle);

        static class Factory
        {
            public static async Task<Holder> CreateAsync(IDistributedLockProvider locks) => new(await locks.AcquireAsync("a"));
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_that_a_test_expects_not_to_get() => Silent(
        """
        var second = await locks.TryAcquireAsync("a");
        Assert.Null(second);
        Assert.Null(await locks.TryAcquireAsync("a"));
        Assert.True(await locks.TryAcquireAsync("a") is null);
        var third = await locks.TryAcquireAsync("a");
        Assert.True(third == null);
        var none = await locks.TryAcquireAsync("a");
        That(none is null);
        var fourth = await locks.TryAcquireAsync("a");
        Assert.NotNull(fourth);
        await fourth.DisposeAsync();
        """,
        """
        private static void That([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition) => ArgumentOutOfRangeException.ThrowIfEqual(condition, false);

        private static class Assert
        {
            public static void Null(object? value) { }
            public static void NotNull([System.Diagnostics.CodeAnalysis.NotNull] object? value) => ArgumentNullException.ThrowIfNull(value);
            public static void True(bool condition) { }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("Fact")]
    [InlineData("Special")]
    [InlineData("TestMethod")]
    public Task Handle_that_only_a_failing_test_does_not_release(string attribute) => Check.SilentAsync("DLK0102", OwnershipCode.InClass($$"""
        [{{attribute}}]
        public async Task Lock_is_taken()
        {
            var handle = await locks.AcquireAsync("a");
            await WorkAsync();
            await handle.DisposeAsync();
        }

        private class FactAttribute : Attribute;
        private sealed class SpecialAttribute : FactAttribute;
        private sealed class TestMethodAttribute : Attribute;
        """));

    [Theory(Timeout = 60_000)]
    [InlineData("private IDistributedLockHandle Held() => _held ?? throw new InvalidOperationException();")]
    [InlineData("private IDistributedLockHandle Held() { ObjectDisposedException.ThrowIf(_held is null, this); return this._held; }")]
    [InlineData("private IDistributedLockHandle Held() => (_held!);")]
    [InlineData("private IDistributedLockHandle? Held() { if (_held is null) { return Kept; } return _held; } private IDistributedLockHandle? Kept => _held;")]
    public Task Handle_that_a_method_lends_from_its_field(string held) => Silent(
        """Console.WriteLine(Held()?.Key.ToString()); var held = Held(); await WorkAsync(); Console.WriteLine(held?.Key);""",
        $"private readonly IDistributedLockHandle? _held = null; {held}");

    [Fact(Timeout = 60_000)]
    public Task Handle_that_is_looked_up() => Silent(
        """Console.WriteLine(FindHandle("a")?.Key.ToString());""",
        """private IDistributedLockHandle? FindHandle(string key) => All.Find(handle => handle.Key.ToString() == key); private List<IDistributedLockHandle> All { get; } = [];""");

    [Fact(Timeout = 60_000)]
    public Task Acquire_that_a_test_expects_to_throw() => Silent(
        """
        await Assert.ThrowsAsync<LockReentrancyException>(async () => await locks.AcquireAsync("a"));
        Assert.Throws<LockReentrancyException>(() => locks.Acquire("a"));
        Assert.Throws<LockReentrancyException>(() => { locks.Acquire("a"); });
        Func<Task> acting = async () => await locks.AcquireAsync("a");
        await Assert.ThrowsAsync<LockReentrancyException>(acting);
        """,
        """
        private static class Assert
        {
            public static Task ThrowsAsync<T>(Func<Task> act) => act();
            public static void Throws<T>(Func<object> act) => act();
            public static void Throws<T>(Action act) => act();
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("await Task.Yield();")]
    [InlineData("handle.DetachFromFlow();")]
    [InlineData("var now = System.Diagnostics.Stopwatch.GetTimestamp();")]
    [InlineData("LogTaken(handle);")]
    [InlineData("Expect.Later(handle);")]
    [InlineData("await Expect.LaterAsync(handle).ConfigureAwait(false);")]
    [InlineData("System.Diagnostics.Debug.Assert(handle.FencingToken is not null);")]
    public Task Handle_when_nothing_throws_before_its_release(string statement) => Silent(
        $"""var handle = await locks.AcquireAsync("a"); {statement} await handle.DisposeAsync();""",
        """
        private static void LogTaken(IDistributedLockHandle handle) => Console.WriteLine(handle.Key);

        private static class Expect
        {
            public static void Later(IDistributedLockHandle handle) => handle.Key.ToString();
            public static Task LaterAsync(IDistributedLockHandle handle) => Task.FromResult(handle.Key);
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Task_that_nobody_awaits_is_another_rules_matter() => Silent("""
        locks.AcquireAsync("a");
        _ = locks.AcquireAsync("a");
        var pending = locks.AcquireAsync("a");
        using (locks.AcquireAsync("a").AsTask()) { }
        var all = await Task.WhenAll(locks.AcquireAsync("a").AsTask(), locks.AcquireAsync("b").AsTask());
        foreach (var handle in all) { handle.Dispose(); }
        """);

    [Fact(Timeout = 60_000)]
    public Task Call_that_is_no_acquire() => Silent(
        """
        var first = GetHandle();
        var second = _all.First();
        var third = Track(first);
        Console.WriteLine((second, third));
        """,
        """
        private readonly List<IDistributedLockHandle> _all = new();

        private IDistributedLockHandle GetHandle() => _all[0];

        private IDistributedLockHandle Track(IDistributedLockHandle handle) => handle;
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_in_top_level_statements() => Check.SilentAsync("DLK0102", new TestCode("""
        var locks = new InMemoryLockProvider();
        await using var handle = await locks.AcquireAsync("a");
        Console.WriteLine(handle.Key);
        """) { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication });

    [Fact(Timeout = 60_000)]
    public Task Code_that_does_not_compile_is_survived() => Check.SilentAsync("DLK0102", new TestCode("""
        class Service
        {
            async Task M(IDistributedLockProvider locks)
            {
                await using var handle = await locks.AcquireAsync(
                foo(handle, locks.Acquire(, ) => );
                return (;
            }

            [Obsolete(locks.Acquire("x"))] int x = y switch { };
        }
        """) { MayNotCompile = true });

    private static Task Silent(string statements, string members = "") =>
        Check.SilentAsync("DLK0102", OwnershipCode.InAsync(statements, members));
}
