using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Wrappers;

/// <summary>What happens when the wait ends without the lock.</summary>
public class ContentionTests
{
    private const string Source = """
        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider locks)
        {
            [DistributedLock("k", OnContention = Contention.Skip)] public partial void SkipVoid();
            private void SkipVoidCore() => locks.Events.Add("body");

            [DistributedLock("k", OnContention = Contention.Skip)] public partial Task SkipAsync();
            private async Task SkipCoreAsync() { await Task.Yield(); locks.Events.Add("body"); }

            [DistributedLock("k", OnContention = Contention.Skip)] public partial ValueTask<LockResult<int>> SkipValueAsync();
            private Task<int> SkipValueCoreAsync() => Task.FromResult(7);

            [DistributedLock("k", OnContention = Contention.Skip)] public partial Task<LockResult> SkipResultAsync();
            private Task SkipResultCoreAsync() => Task.CompletedTask;

            [DistributedLock("k", OnContention = Contention.Skip)] public partial LockResult<int> SkipValue();
            private int SkipValueCore() => 7;

            [DistributedLock("k", OnContention = Contention.Skip)] public partial LockResult SkipResult();
            private void SkipResultCore() { }

            [DistributedLock("k", Fallback = nameof(Busy))] public partial Task<int> FallbackAsync(int a, CancellationToken token);
            private Task<int> FallbackCoreAsync(int a, CancellationToken token) => Task.FromResult(a);
            private Task<int> Busy(int a, CancellationToken token) => token.IsCancellationRequested ? throw new InvalidOperationException() : Task.FromResult(-a);

            [DistributedLock("k", Fallback = nameof(BusyVoid))] public partial void FallbackVoid(ref int a, out int b);
            private void FallbackVoidCore(ref int a, out int b) => b = a;
            private void BusyVoid(ref int a, out int b) => b = -a;

            [DistributedLock("k", Fallback = nameof(BusyValue))] public partial Task<LockResult<int>> FallbackResultAsync(int a);
            private Task<int> FallbackResultCoreAsync(int a) => Task.FromResult(a);
            private ValueTask<int> BusyValue(int a) => new(-a);

            [DistributedLock("k", Fallback = nameof(BusyPlain))] public partial Task<LockResult> FallbackPlainAsync();
            private Task FallbackPlainCoreAsync() => Task.CompletedTask;
            private Task BusyPlain() { locks.Events.Add("fallback"); return Task.CompletedTask; }
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public ContentionTests() => _service = Service.Create(Source, _provider);

    [Fact(Timeout = 60_000)]
    public void Skip_of_void_returns_without_the_body()
    {
        Contend();
        _service.SkipVoid();

        Assert.Equal(["contended k"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Skip_of_task_returns_without_the_body()
    {
        Contend();
        await _service.SkipAsync();

        Assert.Equal(["contended k"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Skip_of_value_tells_that_the_body_did_not_run()
    {
        Contend();
        LockResult<int> result = await _service.SkipValueAsync();

        Assert.Equal(LockResult<int>.Skipped, result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Result_of_value_tells_that_the_body_ran()
    {
        LockResult<int> result = await _service.SkipValueAsync();

        Assert.Equal(LockResult<int>.Completed(7), result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Result_without_value_tells_whether_the_body_ran()
    {
        Assert.True((await _service.SkipResultAsync()).Ran);
        Contend();
        Assert.False((await _service.SkipResultAsync()).Ran);
    }

    [Fact(Timeout = 60_000)]
    public void Synchronous_results_tell_whether_the_body_ran()
    {
        Assert.Equal(LockResult<int>.Completed(7), _service.SkipValue());
        Assert.Equal(LockResult.Completed, _service.SkipResult());
        Contend();
        Assert.Equal(LockResult<int>.Skipped, _service.SkipValue());
        Assert.Equal(LockResult.Skipped, _service.SkipResult());
    }

    [Fact(Timeout = 60_000)]
    public async Task Fallback_gives_the_value_when_contended_and_only_then()
    {
        Assert.Equal(5, await _service.FallbackAsync(5, CancellationToken.None));
        Contend();
        Assert.Equal(-5, await _service.FallbackAsync(5, CancellationToken.None));
    }

    [Fact(Timeout = 60_000)]
    public void Fallback_sets_out_parameters()
    {
        Contend();
        var type = Service.TypeOf(Source);
        object[] arguments = [3, 0];

        type.GetMethod("FallbackVoid")!.Invoke((object)_service, arguments);

        Assert.Equal(-3, arguments[1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Fallback_in_a_result_says_that_the_body_did_not_run()
    {
        Contend();
        LockResult<int> result = await _service.FallbackResultAsync(5);

        Assert.Equal(LockResult<int>.FromFallback(-5), result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Fallback_of_a_result_without_value_runs_and_says_skipped()
    {
        Contend();

        Assert.False((await _service.FallbackPlainAsync()).Ran);
        Assert.Equal("fallback", _provider.Events[^1]);
    }

    private void Contend() => _provider.HeldElsewhere.Add("k");
}
