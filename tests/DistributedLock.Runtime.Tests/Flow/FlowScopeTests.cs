using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.Flow;

/// <summary>A flow remembers its own holds, for as long as it has them, and nobody else's.</summary>
public sealed class FlowScopeTests
{
    private readonly RecordingProvider _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Sibling_tasks_do_not_see_each_others_holds()
    {
        var both = new Barrier(2);
        await Task.WhenAll(Task.Run(HoldAsync, Token), Task.Run(HoldAsync, Token));
        Assert.Equal(2, _locks.Requests.Count);

        async Task HoldAsync()
        {
            await using var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
            both.SignalAndWait(Token);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Sibling_async_calls_without_Task_Run_do_not_see_each_others_holds()
    {
        var proceed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = new[] { HoldAsync(), HoldAsync(), HoldAsync() };
        proceed.SetResult();
        await Task.WhenAll(calls);
        Assert.Equal(3, _locks.Requests.Count);

        async Task HoldAsync()
        {
            await using var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
            await proceed.Task;
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Hold_that_an_async_helper_takes_does_not_leak_into_its_caller()
    {
        await using var fromHelper = await HelperAsync();
        await using var own = await _locks.AcquireAsync("k", cancellationToken: Token);

        async Task<IDistributedLockHandle> HelperAsync() => await _locks.AcquireAsync("k", cancellationToken: Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Hold_that_a_helper_passes_on_without_awaiting_is_its_callers()
    {
        await using var fromHelper = await Helper();
        await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.AcquireAsync("k", cancellationToken: Token));

        ValueTask<IDistributedLockHandle> Helper() => _locks.AcquireAsync("k", cancellationToken: Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Attempt_that_finds_the_lock_taken_at_once_leaves_no_trace()
    {
        _locks.Answer = (_, _) => default;
        Assert.Null(await _locks.TryAcquireAsync("k", cancellationToken: Token));
        Assert.Null(_locks.TryAcquire("k", cancellationToken: Token));
        await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await _locks.AcquireAsync("k", cancellationToken: Token));
        _locks.Answer = null;
        await using var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Attempt_that_waited_in_vain_leaves_no_trace()
    {
        await AttemptAsync(static wait => wait.SetResult(null), async attempt => Assert.Null(await attempt));
        await AttemptAsync(
            static wait => wait.SetException(new LockBackendException("down")),
            attempt => Assert.ThrowsAsync<LockBackendException>(async () => await attempt));
        await AttemptAsync(
            static wait => wait.SetCanceled(Token),
            attempt => Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await attempt));
    }

    [Fact(Timeout = 30_000)]
    public async Task Attempt_that_fails_at_once_leaves_no_trace()
    {
        _locks.Answer = (_, _) => throw new LockBackendException("down");
        await Assert.ThrowsAsync<LockBackendException>(async () => await _locks.AcquireAsync("k", cancellationToken: Token));
        _locks.Answer = (_, _) => ValueTask.FromException<IDistributedLockHandle?>(new LockBackendException("down"));
        await Assert.ThrowsAsync<LockBackendException>(async () => await _locks.AcquireAsync("k", cancellationToken: Token));
        Assert.Throws<LockBackendException>(() => _locks.Acquire("k", cancellationToken: Token));
        _locks.Answer = null;
        await using var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Second_wait_of_one_flow_for_one_key_is_reentrant_before_the_first_has_ended()
    {
        var granted = new TaskCompletionSource<IDistributedLockHandle?>();
        _locks.Answer = (_, _) => new ValueTask<IDistributedLockHandle?>(granted.Task);
        var first = _locks.AcquireAsync("k", cancellationToken: Token).AsTask();
        await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.AcquireAsync("k", cancellationToken: Token));
        granted.SetResult(_locks.Grant(new LockRequest("k")));
        await using var handle = await first;
    }

    [Fact(Timeout = 30_000)]
    public Task Null_arguments_throw()
    {
        IDistributedLockProvider none = null!;
        Assert.Throws<ArgumentNullException>("provider", () => { _ = none.AcquireAsync("k", cancellationToken: Token); });
        Assert.Throws<ArgumentNullException>("provider", () => none.Acquire("k", cancellationToken: Token));
        Assert.Throws<ArgumentNullException>("request", () => { _ = _locks.AcquireAsync((LockRequest)null!, Token); });
        return Task.CompletedTask;
    }

    private async Task AttemptAsync(
        Action<TaskCompletionSource<IDistributedLockHandle?>> end, Func<ValueTask<IDistributedLockHandle?>, Task> observe)
    {
        var wait = new TaskCompletionSource<IDistributedLockHandle?>();
        _locks.Answer = (_, _) => new ValueTask<IDistributedLockHandle?>(wait.Task);
        var attempt = _locks.TryAcquireAsync("k", cancellationToken: Token);
        end(wait);
        await observe(attempt);
        _locks.Answer = null;
        await using var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
    }
}
