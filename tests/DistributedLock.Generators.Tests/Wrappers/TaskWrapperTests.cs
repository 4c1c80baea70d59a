using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Wrappers;

/// <summary>The order of events of section "The wrapper": key, reentrancy check, acquire, core, release.</summary>
public class TaskWrapperTests
{
    private const string Source = """
        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider locks)
        {
            public Func<CancellationToken, Task> Body { get; set; } = _ => Task.CompletedTask;

            [DistributedLock("job-{id}")]
            public partial Task<string> RunAsync(string id, CancellationToken cancellationToken = default);

            private async Task<string> RunCoreAsync(string id, CancellationToken cancellationToken)
            {
                locks.Events.Add("body");
                await Body(cancellationToken);
                return id + "!";
            }

            [DistributedLock("plain")]
            public partial Task PlainAsync();

            private Task PlainCoreAsync() => Body(default);

            [DistributedLock("value-{id}")]
            public partial ValueTask<int> ValueAsync(int id);

            private ValueTask<int> ValueCoreAsync(int id) => new(id + 1);

            [DistributedLock("mixed")]
            public partial ValueTask MixedAsync();

            private async Task MixedAsyncCore() => await Body(default);
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public TaskWrapperTests() => _service = Service.Create(Source, _provider);

    [Fact(Timeout = 60_000)]
    public async Task Task_of_value_runs_the_core_between_acquire_and_release()
    {
        string result = await _service.RunAsync("7", CancellationToken.None);

        Assert.Equal("7!", result);
        Assert.Equal(["acquire job-7", "body", "release job-7"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Plain_task_runs_the_core_and_takes_the_constant_key()
    {
        await _service.PlainAsync();

        Assert.Equal(["acquire plain", "release plain"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task ValueTask_of_value_returns_the_cores_value()
    {
        int result = await _service.ValueAsync(41);

        Assert.Equal(42, result);
        Assert.Equal(["acquire value-41", "release value-41"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task ValueTask_takes_a_core_that_returns_a_task_by_the_other_convention()
    {
        await _service.MixedAsync();

        Assert.Equal(["acquire mixed", "release mixed"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Contended_lock_throws_and_the_core_does_not_run()
    {
        _provider.HeldElsewhere.Add("job-7");

        var exception = await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await _service.RunAsync("7", CancellationToken.None));

        Assert.Equal("job-{id}", exception.Template);
        Assert.Equal(["contended job-7"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Null_placeholder_throws_before_anything_is_taken()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(async () => await _service.RunAsync(null!, CancellationToken.None));

        Assert.Equal("id", exception.ParamName);
        Assert.Empty(_provider.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Body_that_throws_releases_and_passes_its_exception()
    {
        var thrown = new InvalidOperationException("mine");
        _service.Body = (Func<CancellationToken, Task>)(_ => throw thrown);

        var caught = await Assert.ThrowsAsync<InvalidOperationException>(async () => await _service.RunAsync("7", CancellationToken.None));

        Assert.Same(thrown, caught);
        Assert.Equal("release job-7", _provider.Events[^1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Release_that_fails_does_not_mask_the_result()
    {
        _provider.ReleaseFailure = new IOException("gone");

        string result = await _service.RunAsync("7", CancellationToken.None);

        Assert.Equal("7!", result);
    }

    [Fact(Timeout = 60_000)]
    public async Task Release_does_not_block_the_thread()
    {
        await _service.PlainAsync();

        Assert.True(_provider.Last.IsReleasedAsynchronously);
    }

    [Fact(Timeout = 60_000)]
    public async Task Callers_token_cancels_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _service.RunAsync("7", cancellation.Token));

        Assert.Equal(cancellation.Token, _provider.WaitToken);
        Assert.Empty(_provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Callers_cancellation_of_the_body_releases_and_passes_unchanged()
    {
        using var cancellation = new CancellationTokenSource();
        _service.Body = (Func<CancellationToken, Task>)(async token =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
        });

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await _service.RunAsync("7", cancellation.Token));

        Assert.Equal("release job-7", _provider.Events[^1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Calling_the_wrapper_inside_its_own_body_throws_LockReentrancyException()
    {
        _service.Body = (Func<CancellationToken, Task>)(async _ => await _service.RunAsync("7", CancellationToken.None));

        await Assert.ThrowsAsync<LockReentrancyException>(async () => await _service.RunAsync("7", CancellationToken.None));
    }

    [Fact(Timeout = 60_000)]
    public async Task Calling_the_wrapper_again_after_it_ended_is_no_reentrancy()
    {
        await _service.RunAsync("7", CancellationToken.None);
        await _service.RunAsync("7", CancellationToken.None);

        Assert.Equal(2, _provider.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Body_runs_in_the_callers_synchronization_context()
    {
        var context = new InlineSynchronizationContext();
        SynchronizationContext? seen = null;
        _service.Body = (Func<CancellationToken, Task>)(_ =>
        {
            seen = SynchronizationContext.Current;
            return Task.CompletedTask;
        });

        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        Task running = _service.PlainAsync();
        SynchronizationContext.SetSynchronizationContext(before);
        await running;

        Assert.Same(context, seen);
    }

    private sealed class InlineSynchronizationContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback callback, object? state)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                callback(state);
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
