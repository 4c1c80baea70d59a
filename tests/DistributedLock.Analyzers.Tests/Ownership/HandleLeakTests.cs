using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Ownership;

/// <summary>DLK0102: the ways to lose a handle.</summary>
public sealed class HandleLeakTests
{
    /// <summary>Every method that takes a lock.</summary>
    public static TheoryData<string> Acquires { get; } =
    [
        """await [|locks.AcquireAsync("a")|]""",
        """await [|locks.AcquireAsync(request, token)|]""",
        """await [|locks.AcquireAllAsync(keys)|].ConfigureAwait(false)""",
        """await [|locks.TryAcquireAsync("a")|]""",
        """await [|locks.TryAcquireAsync(request)|]""",
        """await [|locks.TryAcquireAllAsync(keys)|]""",
        """await [|memory.TryAcquireAsync(request, token)|]""",
        """await [|memory.AcquireAsync("a")|]""",
        """await [|((IDistributedLockProvider)memory).TryAcquireAsync(request)|].AsTask()""",
        """[|locks.Acquire("a")|]""",
        """[|locks.Acquire(request)|]""",
        """[|locks.AcquireAll(keys)|]""",
        """[|locks.TryAcquire("a")|]""",
        """[|locks.TryAcquire(request)|]""",
        """[|memory.TryAcquire(request)|]""",
        """[|locks.TryAcquireAll(keys)|]""",
        """[|locks.AcquireAsync("a")|].AsTask().GetAwaiter().GetResult()""",
        """await [|OwnAsync()|]""",
        """await [|TryOwnAsync()|]""",
        """[|Own()|]""",
    ];

    private const string Own = """
        private Task<IDistributedLockHandle> OwnAsync() => locks.AcquireAsync("own").AsTask();

        private ValueTask<IDistributedLockHandle?> TryOwnAsync() => locks.TryAcquireAsync("own");

        private IDistributedLockHandle Own() => locks.Acquire("own");
        """;

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_in_a_local_that_nothing_uses(string acquire) => Leaks($"var handle = {acquire};");

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_discarded(string acquire) => Leaks($"_ = {acquire};");

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_of_a_bare_statement(string acquire) => Leaks($"{acquire};");

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_when_the_work_throws(string acquire) => Leaks($"""
        var handle = {acquire};
        await WorkAsync();
        if (handle != null) await handle.DisposeAsync();
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_left_behind_by_an_early_return(string acquire) => Leaks($$"""
        var handle = {{acquire}};
        if (handle is null) return;
        if (flag)
        {
            return;
        }

        await handle.DisposeAsync();
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_whose_variable_is_overwritten(string acquire) => Leaks($"""
        var handle = {acquire};
        handle = null;
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_released_under_a_condition(string acquire) => Leaks($$"""
        var handle = {{acquire}};
        if (flag)
        {
            handle?.Dispose();
        }
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_taken_in_a_loop_and_released_after_it(string acquire) => Leaks($$"""
        IDistributedLockHandle? handle = null;
        foreach (var key in keys)
        {
            handle = {{acquire}};
        }

        handle?.Dispose();
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_captured_by_a_lambda_that_only_uses_it(string acquire) => Leaks($"""
        var handle = {acquire};
        Action print = () => Console.WriteLine(handle?.Key);
        print();
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_inside_a_lambda(string acquire) => Leaks($$"""
        Func<Task> later = async () => { var handle = {{acquire}}; await WorkAsync(); };
        await later();
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_of_a_lambda_without_a_value(string acquire) => Leaks($"""
        Func<Task> later = async () => {acquire};
        await later();
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_in_a_tuple_that_is_forgotten(string acquire) => Leaks($"""
        var pair = ({acquire}, 1);
        Console.WriteLine(pair.Item2);
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_in_a_tuple_whose_element_is_discarded(string acquire) => Leaks($"""
        var (_, number) = ({acquire}, 1);
        Console.WriteLine(number);
        """);

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_in_a_field_of_an_owner_that_cannot_release_it(string acquire) => Leaks($"_held = {acquire};", "private IDistributedLockHandle? _held;");

    [Theory, MemberData(nameof(Acquires))]
    public Task Handle_released_at_the_end_of_a_try_without_finally(string acquire) => Leaks($$"""
        var handle = {{acquire}};
        try
        {
            await WorkAsync();
            handle?.Dispose();
        }
        catch (InvalidOperationException)
        {
            Console.WriteLine("failed");
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("""if (await [|locks.TryAcquireAsync("a")|] is null) return;""")]
    [InlineData("""if (await [|locks.TryAcquireAsync("a")|] is not null) Work();""")]
    [InlineData("""if (await [|locks.TryAcquireAsync("a")|] != null) { await WorkAsync(); }""")]
    [InlineData("""if (await [|locks.TryAcquireAsync("a")|] is { } handle) { Use(handle); }""")]
    [InlineData("""if (await [|locks.TryAcquireAsync("a")|] is not { } handle) { return; } Use(handle);""")]
    [InlineData("""Console.WriteLine((await [|locks.AcquireAsync("a")|]).FencingToken);""")]
    [InlineData("""var number = (await [|locks.TryAcquireAsync("a")|])?.FencingToken;""")]
    [InlineData("""Use(await [|locks.AcquireAsync("a")|]);""")]
    [InlineData("""await UseAsync(await [|locks.AcquireAsync("a")|]);""")]
    [InlineData("""Console.WriteLine($"{await [|locks.AcquireAsync("a")|]}");""")]
    [InlineData("""var pending = [|locks.AcquireAsync("a")|]; var handle = await pending;""")]
    [InlineData("""var handle = flag ? await [|locks.AcquireAsync("a")|] : null;""")]
    [InlineData("""var handle = await [|locks.AcquireAsync("a")|]; var same = handle; Use(same);""")]
    [InlineData("""(await [|locks.AcquireAsync("a")|]).DetachFromFlow();""")]
    public Task Handle_used_where_it_is_acquired(string statements) => Leaks(statements);

    [Fact(Timeout = 60_000)]
    public Task Handle_released_only_when_the_work_throws() => Leaks("""
        var handle = await [|locks.AcquireAsync("a")|];
        try
        {
            await WorkAsync();
        }
        catch
        {
            await handle.DisposeAsync();
            throw;
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_released_after_a_catch_that_lets_others_through() => Leaks("""
        var handle = await [|locks.AcquireAsync("a")|];
        try
        {
            await WorkAsync();
        }
        catch (InvalidOperationException)
        {
        }

        await handle.DisposeAsync();
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_when_something_throws_before_the_try() => Leaks("""
        var handle = await [|locks.AcquireAsync("a")|];
        await WorkAsync();
        try
        {
            await WorkAsync();
        }
        finally
        {
            await handle.DisposeAsync();
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_in_a_try_whose_finally_releases_another() => Leaks("""
        var first = await locks.AcquireAsync("a");
        try
        {
            var second = await [|locks.AcquireAsync("b")|];
            Use(second);
        }
        finally
        {
            await first.DisposeAsync();
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task First_handle_when_the_second_acquire_throws() => Leaks("""
        var first = await [|locks.AcquireAsync("a")|];
        await using var second = await locks.AcquireAsync("b");
        await first.DisposeAsync();
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_taken_anew_each_round() => Leaks("""
        while (!token.IsCancellationRequested)
        {
            var handle = await [|locks.AcquireAsync("a")|];
            if (flag)
            {
                continue;
            }

            await handle.DisposeAsync();
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_left_behind_by_break_and_goto() => Leaks("""
        while (true)
        {
            var handle = await [|locks.AcquireAsync("a")|];
            if (flag)
            {
                goto done;
            }

            await handle.DisposeAsync();
        }

        done:
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_of_one_branch_of_a_switch() => Leaks("""
        var handle = await [|locks.AcquireAsync("a")|];
        switch (keys.Length)
        {
            case 0:
                return;
            default:
                await handle.DisposeAsync();
                break;
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_passed_to_a_method_that_only_uses_it() => Leaks("""
        var handle = await [|locks.AcquireAsync("a")|];
        await UseAsync(handle);
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_in_a_local_function() => Leaks("""
        await LocalAsync();

        async Task LocalAsync()
        {
            var handle = await [|locks.AcquireAsync("a")|];
            Use(handle);
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_of_a_tuple_that_a_method_returned() => Leaks(
        """
        var (_, number) = await [|PairAsync()|];
        Console.WriteLine(number);
        """,
        """
        private async Task<(IDistributedLockHandle Handle, int Number)> PairAsync() => (await locks.AcquireAsync("a"), 1);
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_of_a_returned_tuple_that_is_kept_and_forgotten() => Leaks(
        """
        var pair = await [|PairAsync()|];
        Console.WriteLine(pair.Number);
        """,
        """
        private async Task<(IDistributedLockHandle Handle, int Number)> PairAsync() => (await locks.AcquireAsync("a"), 1);
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_in_a_property_of_an_owner_that_cannot_release_it() => Leaks(
        """Held = await [|locks.AcquireAsync("a")|];""",
        "public IDistributedLockHandle? Held { get; private set; }");

    [Fact(Timeout = 60_000)]
    public Task Handle_in_an_iterator_that_may_be_left() => Check.ReportsAsync("DLK0102", OwnershipCode.InClass("""
        public async IAsyncEnumerable<int> NumbersAsync()
        {
            var handle = await [|locks.AcquireAsync("a")|];
            yield return 1;
            await handle.DisposeAsync();
        }
        """));

    [Fact(Timeout = 60_000)]
    public Task Handle_of_top_level_statements() => Check.ReportsAsync("DLK0102", new TestCode("""
        var locks = new InMemoryLockProvider();
        var handle = await [|locks.AcquireAsync("a")|];
        Console.WriteLine(handle.Key);
        """) { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication });

    [Theory(Timeout = 60_000)]
    [InlineData("public IDistributedLockHandle Held { get; } = [|s_locks.Acquire(\"a\")|];")]
    [InlineData("private readonly IDistributedLockHandle _held = [|s_locks.Acquire(\"a\")|]; public LockKey Key => _held.Key;")]
    public Task Handle_in_an_initializer_of_an_owner_that_cannot_release_it(string member) => Check.ReportsAsync("DLK0102", OwnershipCode.InClass($"""
        private static readonly InMemoryLockProvider s_locks = new();

        {member}
        """));

    [Fact(Timeout = 60_000)]
    public Task Handle_of_another_library() => Check.ReportsAsync("DLK0102", new TestCode("""
        namespace Other
        {
            public interface ISynchronizationHandle : IDisposable, IAsyncDisposable;

            public sealed class Mutex
            {
                public ValueTask<ISynchronizationHandle?> TryEnterAsync(string name) => default;
            }
        }

        class Service(Other.Mutex mutex)
        {
            public async Task RunAsync()
            {
                var handle = await [|mutex.TryEnterAsync("a")|];
                Console.WriteLine(handle is null);
            }
        }
        """) { EditorConfig = "root = true\n[*.cs]\ndistributedlock.handle_types = Other.ISynchronizationHandle\n" });

    [Theory(Timeout = 60_000)]
    [InlineData(Microsoft.CodeAnalysis.NullableContextOptions.Disable)]
    [InlineData(Microsoft.CodeAnalysis.NullableContextOptions.Enable)]
    public Task Handle_in_the_oldest_language(Microsoft.CodeAnalysis.NullableContextOptions nullable) => Check.ReportsAsync("DLK0102", new TestCode("""
        class Service
        {
            public async Task RunAsync(IDistributedLockProvider locks)
            {
                var handle = await [|locks.TryAcquireAsync("a")|];
                if (handle != null)
                {
                    await Task.Delay(1);
                    await handle.DisposeAsync();
                }
            }
        }
        """) { LanguageVersion = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp9, Nullable = nullable });

    [Fact(Timeout = 60_000)]
    public Task Test_that_passes_without_a_release() => Check.ReportsAsync("DLK0102", OwnershipCode.InClass("""
        [Fact]
        public async Task Lock_is_taken()
        {
            var handle = await [|locks.AcquireAsync("a")|];
            Use(handle);
        }

        private sealed class FactAttribute : Attribute;
        """));

    [Theory(Timeout = 60_000)]
    [InlineData("private IDistributedLockHandle Take() => Locks.Acquire(\"a\");")]
    [InlineData("private IDistributedLockHandle Take() { var handle = Locks.Acquire(\"a\"); return handle; }")]
    [InlineData("private IDistributedLockHandle? _held; private IDistributedLockHandle? Take() { if (_held is { } held) { return held; } return _held; }")]
    [InlineData("private IDistributedLockHandle? _held; private IDistributedLockHandle? Take() => Interlocked.Exchange(ref _held, null);")]
    public Task Handle_that_a_method_makes_or_gives_away(string take) => Check.ReportsAsync("DLK0102", OwnershipCode.InClass($$"""
        public void Run()
        {
            var handle = [|Take()|];
            Work();
            Console.WriteLine(handle?.Key);
        }

        {{take}}
        """));

    // The graph of a lambda ends at its root: what is around the lambda has blocks of another graph.
    [Theory(Timeout = 60_000)]
    [InlineData("foreach (var name in names) { ", " }")]
    [InlineData("await using var outer = await locks.AcquireAsync(\"outer\"); ", "")]
    [InlineData("try { ", " } finally { Work(); }")]
    [InlineData("try { Work(); } catch { ", " }")]
    [InlineData("try { Work(); } finally { ", " }")]
    public Task Handle_in_a_lambda_or_local_function_inside_of_something_guarded(string before, string after) => Check.ReportsAsync("DLK0102", $$"""
        public class Guarding(IDistributedLockProvider locks)
        {
            public async Task LambdaAsync(IEnumerable<string> names)
            {
                {{before}}Func<Task> lose = async () => { var handle = await [|locks.AcquireAsync("a")|]; Console.WriteLine(handle.Key); }; await lose();{{after}}
            }

            public async Task LocalAsync(IEnumerable<string> names)
            {
                {{before}}await LoseAsync(); async Task LoseAsync() { var handle = await [|locks.AcquireAsync("b")|]; Console.WriteLine(handle.Key); }{{after}}
            }

            public async Task HeldAsync(IEnumerable<string> names)
            {
                {{before}}Func<Task> hold = async () => { await using var handle = await locks.AcquireAsync("c"); Console.WriteLine(handle.Key); }; await hold();{{after}}
            }

            private static void Work()
            {
            }
        }
        """);

    private static Task Leaks(string statements, string members = "") =>
        Check.ReportsAsync("DLK0102", OwnershipCode.InAsync(statements, Own + "\n" + members));
}
