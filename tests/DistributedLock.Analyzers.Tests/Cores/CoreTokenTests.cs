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

    private static string InService(string core) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{id}")] public partial Task CreateAsync(string id);
            {{core}}
        }
        """;
}
