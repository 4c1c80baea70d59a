using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.Analyzers.Tests.Ownership;

/// <summary>DLK0109: nobody asks whether there is a handle.</summary>
public sealed class UncheckedResultTests
{
    /// <summary>The tries, marked where the body of a using runs without the lock.</summary>
    public static TheoryData<string> Tries { get; } =
    [
        """await [|locks.TryAcquireAsync("a")|]""",
        """await [|locks.TryAcquireAsync(request, token)|]""",
        """await [|locks.TryAcquireAllAsync(keys)|].ConfigureAwait(false)""",
        """await [|memory.TryAcquireAsync(request)|]""",
        """[|locks.TryAcquire("a")|]""",
        """[|locks.TryAcquire(request)|]""",
        """[|locks.TryAcquireAll(keys)|]""",
        """[|memory.TryAcquire(request)|]""",
        """await [|TryOwnAsync()|]""",
        """await [|OwnOrNothingAsync()|]""",
    ];

    private const string Own = """
        private async Task<IDistributedLockHandle> TryOwnAsync() => (await locks.TryAcquireAsync("own"))!;

        private async Task<IDistributedLockHandle?> OwnOrNothingAsync() => await locks.TryAcquireAsync("own");
        """;

    [Theory, MemberData(nameof(Tries))]
    public Task Using_declaration_whose_handle_nobody_looks_at(string attempt) => Reports($"await using var handle = {attempt}; await WorkAsync();");

    [Theory, MemberData(nameof(Tries))]
    public Task Using_statement_whose_handle_nobody_looks_at(string attempt) => Reports($$"""await using (var handle = {{attempt}}) { await WorkAsync(); }""");

    [Theory, MemberData(nameof(Tries))]
    public Task Using_statement_without_a_variable(string attempt) => Reports($$"""using ({{attempt}}) { await WorkAsync(); }""");

    [Theory(Timeout = 60_000)]
    [InlineData("[|handle|].ExtendAsync(TimeSpan.Zero);")]
    [InlineData("Console.WriteLine([|handle|].FencingToken);")]
    [InlineData("if ([|handle|].FencingToken > 3) { Work(); }")]
    [InlineData("[|handle|].DetachFromFlow();")]
    [InlineData("Use([|handle|]);")]
    [InlineData("_ = UseAsync([|handle|]);")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource([|handle|].LostToken);")]
    [InlineData("Work(); Console.WriteLine([|handle|].Key); Console.WriteLine(handle.Mode);")]
    [InlineData("Console.WriteLine([|handle|].Key); if (handle is null) { return; }")]
    [InlineData("if (flag) { Console.WriteLine([|handle|].Key); } else if (handle is null) { return; }")]
    [InlineData("var same = handle; Console.WriteLine([|same|].Key);")]
    public Task Use_in_a_using(string use) => Reports($"""await using var handle = await locks.TryAcquireAsync("a"); {use}""");

    [Theory(Timeout = 60_000)]
    [InlineData("""var handle = await locks.TryAcquireAsync("a"); await [|handle|].DisposeAsync();""")]
    [InlineData("""var handle = locks.TryAcquire("a"); [|handle|].Dispose();""")]
    [InlineData("""var handle = locks.TryAcquire("a"); try { Work(); } finally { [|handle|].Dispose(); }""")]
    [InlineData("""await ([|await locks.TryAcquireAsync("a")|]).DisposeAsync();""")]
    [InlineData("""[|locks.TryAcquire("a")|].Dispose();""")]
    [InlineData("""var handle = locks.TryAcquire("a"); try { Console.WriteLine([|handle|].Key); } finally { handle.Dispose(); }""")]
    public Task Release_of_what_may_not_be_there(string statements) => Reports(statements);

    [Theory(Timeout = 60_000)]
    [InlineData("if (handle is null) { return; } await UseAsync(handle);")]
    [InlineData("if (handle is not null) { await UseAsync(handle); }")]
    [InlineData("if (handle == null) { throw new InvalidOperationException(); } Use(handle);")]
    [InlineData("if (null != handle) { Use(handle); }")]
    [InlineData("if (handle is { } held) { Use(held); }")]
    [InlineData("if (handle is not { } held) { return; } Use(held);")]
    [InlineData("if (handle is IDistributedLockHandle held) { Use(held); }")]
    [InlineData("if (handle is { FencingToken: > 3 }) { Work(); }")]
    [InlineData("Console.WriteLine(handle?.FencingToken);")]
    [InlineData("Use(handle ?? throw new InvalidOperationException());")]
    [InlineData("ArgumentNullException.ThrowIfNull(handle); Use(handle);")]
    [InlineData("System.Diagnostics.Debug.Assert(handle is not null); Use(handle);")]
    [InlineData("System.Diagnostics.Debug.Assert(handle != null); Use(handle);")]
    [InlineData("Assert.NotNull(handle); Use(handle);")]
    [InlineData("handle.Should().NotBeNull(); Use(handle);")]
    [InlineData("Use(handle!);")]
    [InlineData("Console.WriteLine(handle!.Key); Use(handle);")]
    [InlineData("await UseIfThereAsync(handle);")]
    [InlineData("switch (handle) { case null: return; default: Use(handle); break; }")]
    [InlineData("var text = handle switch { null => \"none\", var held => held.Key.ToString() };")]
    [InlineData("var taken = handle is not null; if (taken) { Use(handle!); }")]
    [InlineData("if (!IsThere(handle)) { return; } Use(handle);")]
    [InlineData("if (ReferenceEquals(handle, null)) { return; } Use(handle);")]
    [InlineData("while (handle is null) { return; } Use(handle);")]
    [InlineData("Func<bool> isThere = () => handle is not null; if (isThere()) { Work(); }")]
    public Task Result_that_is_checked(string use) => Silent($"""await using var handle = await locks.TryAcquireAsync("a"); {use}""");

    [Theory(Timeout = 60_000)]
    [InlineData("""await using var handle = await locks.TryAcquireAsync("a") ?? await locks.AcquireAsync("b"); Use(handle);""")]
    [InlineData("""await using var handle = await locks.TryAcquireAsync("a") ?? throw new InvalidOperationException(); Work();""")]
    [InlineData("""await using var handle = (await locks.TryAcquireAsync("a"))!; await WorkAsync();""")]
    [InlineData("""using var handle = locks.TryAcquire("a")!; Use(handle);""")]
    [InlineData("""await using var handle = await locks.AcquireAsync("a"); Use(handle);""")]
    [InlineData("""await using (await locks.AcquireAsync("a")) { await WorkAsync(); }""")]
    [InlineData("""await using (await locks.TryAcquireAsync("a")) { }""")]
    [InlineData("""if (await locks.TryAcquireAsync("a") is { } handle) { await using (handle) { await WorkAsync(); } }""")]
    [InlineData("""while (await locks.TryAcquireAsync("a") is { } handle) { await using (handle) { Use(handle); } }""")]
    [InlineData("""IDistributedLockHandle? handle; if ((handle = await locks.TryAcquireAsync("a")) is null) { return; } await using (handle) { Use(handle); }""")]
    [InlineData("""IDistributedLockHandle? handle = null; while (handle is null) { handle = await locks.TryAcquireAsync("a"); } await using (handle) { Use(handle); }""")]
    [InlineData("""(await locks.TryAcquireAsync("a"))?.Dispose();""")]
    [InlineData("""var all = new List<IDistributedLockHandle?> { await locks.TryAcquireAsync("a") };""")]
    public Task Try_that_needs_no_check(string statements) => Silent(statements);

    [Theory(Timeout = 60_000)]
    [InlineData("public async Task<IDistributedLockHandle?> M() => await locks.TryAcquireAsync(\"a\");")]
    [InlineData("public async Task<IDistributedLockHandle?> M() { var handle = await locks.TryAcquireAsync(\"a\"); return handle; }")]
    [InlineData("public async Task<bool> M() { var handle = await locks.TryAcquireAsync(\"a\"); return handle is not null; }")]
    [InlineData("private IDistributedLockHandle? _held; public void M() => _held = locks.TryAcquire(\"a\"); public void Dispose() => _held?.Dispose();")]
    public Task Result_that_is_passed_on(string member) => Check.SilentAsync("DLK0109", OwnershipCode.InClass(member));

    [Theory(Timeout = 60_000)]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Enable)]
    public async Task Nullable_annotations_do_not_matter(NullableContextOptions nullable)
    {
        await Check.ReportsAsync("DLK0109", new TestCode("""
            class Service
            {
                public async Task RunAsync(IDistributedLockProvider locks)
                {
                    await using var first = await [|locks.TryAcquireAsync("a")|];
                    await using var second = await locks.TryAcquireAsync("b");
                    Console.WriteLine([|second|].FencingToken);
                    await using var third = await locks.TryAcquireAsync("c");
                    if (third == null) return;
                    Console.WriteLine(third.FencingToken);
                }
            }
            """) { LanguageVersion = LanguageVersion.CSharp9, Nullable = nullable });
    }

    [Fact(Timeout = 60_000)]
    public Task Direct_use_that_loses_the_handle_is_reported_once() => Check.AllReportAsync(OwnershipCode.InAsync(
        """Console.WriteLine((await {|DLK0102:locks.TryAcquireAsync("a")|}).FencingToken);"""));

    [Fact(Timeout = 60_000)]
    public Task Handle_of_another_library() => Check.ReportsAsync("DLK0109", new TestCode("""
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
                await using (await [|mutex.TryEnterAsync("a")|])
                {
                    await Task.Yield();
                }
            }
        }
        """) { EditorConfig = "root = true\n[*.cs]\ndistributedlock.handle_types = Other.ISynchronizationHandle\n" });

    private static Task Reports(string statements) => Check.ReportsAsync("DLK0109", OwnershipCode.InAsync(statements, Own));

    private static Task Silent(string statements) => Check.SilentAsync("DLK0109", OwnershipCode.InAsync(statements, Own + """

        private static bool IsThere([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] IDistributedLockHandle? handle) => handle is not null;

        private static class Assert
        {
            public static void NotNull([System.Diagnostics.CodeAnalysis.NotNull] object? value) => ArgumentNullException.ThrowIfNull(value);
        }
        """) is var code ? code with { Source = code.Source + """


        static class Fluent
        {
            public static Assertions Should(this object? actual) => new();
        }

        class Assertions
        {
            public void NotBeNull() { }
        }
        """ } : code);
}
