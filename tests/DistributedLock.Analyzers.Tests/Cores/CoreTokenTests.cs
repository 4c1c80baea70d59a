using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Cores;

public class CoreTokenTests
{
    private const string Rule = "DLK0107";

    [Theory(Timeout = 60_000)]
    [InlineData("private async Task [|CreateCoreAsync|](string id) { await Task.Delay(10); }")]
    [InlineData("private Task [|CreateCoreAsync|](string id) => Task.Delay(10);")]
    [InlineData("private async Task [|CreateCoreAsync|](string id) => await Task.Delay(10).ConfigureAwait(false);")]
    [InlineData("private async Task [|CreateCoreAsync|](string id) { await foreach (var x in Many()) { } } private IAsyncEnumerable<int> Many() => null!;")]
    [InlineData("private readonly Task _ready = Task.CompletedTask; private async Task [|CreateCoreAsync|](string id) { await _ready; }")]
    [InlineData("private Task [|CreateCoreAsync|](string id) => Task.WhenAll(Task.Delay(1), Task.Delay(2));")]
    public Task Core_that_waits_without_a_token_is_reported(string core) => Check.ReportsAsync(Rule, InService(core));

    [Theory(Timeout = 60_000)]
    [InlineData("private async Task CreateCoreAsync(string id, CancellationToken token) { await Task.Delay(10, token); }")]
    [InlineData("private async Task CreateCoreAsync(CancellationToken token, string id) { await Task.Delay(10, token); }")]
    [InlineData("private async Task CreateCoreAsync(string id, IDistributedLockHandle handle) { await Task.Delay(10, handle.LostToken); }")]
    [InlineData("private Task CreateCoreAsync(string id) => Task.CompletedTask;")]
    [InlineData("private Task CreateCoreAsync(string id) { Console.WriteLine(id); return Task.FromResult(1); }")]
    [InlineData("private async Task CreateCoreAsync(string id) { await Task.Yield(); }")]
    [InlineData("private async Task CreateCoreAsync(string id) { await Task.CompletedTask; }")]
    [InlineData("private Task CreateCoreAsync(string id) => throw new NotSupportedException();")]
    [InlineData("private Task CreateCoreAsync(string id) => Task.CompletedTask; private async Task OtherCoreAsync(string id) { await Task.Delay(1); }")]
    public Task Core_that_can_notice_or_has_nothing_to_cut_short_is_silent(string core) => Check.SilentAsync(Rule, InService(core));

    [Fact(Timeout = 60_000)]
    public Task Synchronous_core_is_silent() => Check.SilentAsync(Rule, """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial void Run();
            private void RunCore() => Task.Delay(10).Wait();
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Override_is_silent_because_its_signature_is_not_its_own() => Check.SilentAsync(Rule, """
        abstract class Base { protected abstract Task RunCoreAsync(); }
        partial class Service(IDistributedLockProvider locks) : Base
        {
            [DistributedLock("k")] public partial Task RunAsync();
            protected override async Task RunCoreAsync() { await Task.Delay(10); }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("CancellationToken stop", "nor that the caller of 'RunAsync' canceled")]
    [InlineData("", "its lock was lost: add")]
    public async Task Message_tells_of_a_token_that_the_core_leaves_out(string parameter, string expected)
    {
        var found = await Check.ReportsAsync(Rule, $$"""
            partial class Service(IDistributedLockProvider locks)
            {
                [DistributedLock("k")] public partial Task RunAsync({{parameter}});
                private async Task [|RunCoreAsync|]() { await Task.Delay(10); }
            }
            """);

        Assert.Contains(expected, Assert.Single(found).GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("", "()", "(CancellationToken cancellationToken)")]
    [InlineData("int id, CancellationToken stop", "(int id)", "(int id, CancellationToken stop)")]
    [InlineData("int id", "(int id = 1)", "(int id = 1, CancellationToken cancellationToken = default)")]
    [InlineData("params int[] ids", "(params int[] ids)", "(CancellationToken cancellationToken, params int[] ids)")]
    public Task Fix_adds_the_parameter_to_the_core_only(string wrapper, string before, string after)
    {
        var code = (string core) => $$"""
            partial class Service(IDistributedLockProvider locks)
            {
                [DistributedLock("k")] public partial Task RunAsync({{wrapper}});
                // Runs under the lock.
                private async Task RunCoreAsync{{core}} { await Task.Delay(10); }
            }
            """;
        return Fix.MendsAsync(Rule, code(before), code(after));
    }

    [Fact(Timeout = 60_000)]
    public Task Fix_keeps_recursion_right() => Fix.MendsAsync(
        Rule,
        Walk("int depth"),
        Walk("int depth, CancellationToken cancellationToken = default"));

    [Fact(Timeout = 60_000)]
    public Task Fix_marks_the_token_of_a_stream() => Fix.MendsAsync(
        Rule,
        Stream(""),
        Stream("[System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken"));

    [Fact(Timeout = 60_000)]
    public Task Fix_all_mends_every_core() => Fix.MendsAllAsync(Rule, Walk("int depth"), Walk("int depth, CancellationToken cancellationToken = default"));

    [Theory(Timeout = 60_000)]
    [InlineData("protected virtual async Task RunCoreAsync() { await Task.Delay(10); }")]
    [InlineData("private async Task RunCoreAsync() { var cancellationToken = CancellationToken.None; await Task.Delay(10, cancellationToken); }")]
    public Task Fix_is_not_offered_where_more_would_have_to_change(string core) => Fix.IsNotOfferedAsync(Rule, $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial Task RunAsync();
            {{core}}
        }
        """);

    private static string InService(string core) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}")] public partial Task CreateAsync(string id);
            {{core}}
        }
        """;

    private static string Walk(string parameters) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{depth}")] public partial Task WalkAsync(int depth);
            private async Task WalkCoreAsync({{parameters}})
            {
                await Task.Delay(10);
                await WalkCoreAsync(depth - 1);
            }
        }
        """;

    private static string Stream(string parameters) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial IAsyncEnumerable<int> ReadAsync();
            private async IAsyncEnumerable<int> ReadCoreAsync({{parameters}})
            {
                await Task.Delay(10);
                yield return 1;
            }
        }
        """;
}
