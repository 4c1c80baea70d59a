using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.Flow;

/// <summary>A flow that holds a key is told at once that taking it again would be waiting for itself.</summary>
public sealed class ReentrancyTests
{
    private static readonly LockRequest Shared = new("k") { Mode = LockMode.Shared };

    private readonly RecordingProvider _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Key_held_by_the_flow_throws_without_asking_the_store()
    {
        await using var outer = await _locks.AcquireAsync("k", cancellationToken: Token);
        await AssertReentrantAsync();
        Assert.Throws<LockReentrancyException>(() => _locks.Acquire("k", cancellationToken: Token));
        Assert.Throws<LockReentrancyException>(() => _locks.TryAcquire("k", cancellationToken: Token));
        await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.TryAcquireAsync("k", cancellationToken: Token));
        Assert.Equal(["+k"], _locks.Events);
    }

    [Fact(Timeout = 30_000)]
    public async Task Key_taken_synchronously_is_known_to_the_flow_too()
    {
        using var outer = _locks.Acquire("k", cancellationToken: Token);
        Assert.Throws<LockReentrancyException>(() => _locks.Acquire("k", cancellationToken: Token));
        await AssertReentrantAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Key_that_had_to_be_waited_for_is_known_to_the_flow()
    {
        var granted = new TaskCompletionSource<IDistributedLockHandle?>();
        _locks.Answer = (_, _) => new ValueTask<IDistributedLockHandle?>(granted.Task);
        var pending = _locks.AcquireAsync("k", cancellationToken: Token);
        granted.SetResult(_locks.Grant(new LockRequest("k")));
        await using var outer = await pending;
        await AssertReentrantAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Held_key_is_known_after_an_await_in_a_called_method_and_in_a_forked_flow()
    {
        await using var outer = await _locks.AcquireAsync("k", cancellationToken: Token);
        await Task.Yield();
        await AssertReentrantAsync();
        await InnerAsync();
        await Task.Run(AssertReentrantAsync, Token);
        await Task.WhenAll(Task.Run(AssertReentrantAsync, Token), Task.Run(AssertReentrantAsync, Token));

        async Task InnerAsync()
        {
            await Task.Yield();
            await AssertReentrantAsync();
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Released_key_can_be_taken_again()
    {
        await using (await _locks.AcquireAsync("k", cancellationToken: Token))
        {
        }

        using (_locks.Acquire("k", cancellationToken: Token))
        {
        }

        await using var again = await _locks.AcquireAsync("k", cancellationToken: Token);
        Assert.Equal(["+k", "-k", "+k", "-k", "+k"], _locks.Events);
    }

    [Fact(Timeout = 30_000)]
    public async Task Key_released_in_a_forked_flow_can_be_taken_by_the_flow_that_forked_it()
    {
        var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
        await Task.Run(async () => await handle.DisposeAsync(), Token);
        await using var again = await _locks.AcquireAsync("k", cancellationToken: Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Other_key_other_provider_and_other_case_are_not_the_same_lock()
    {
        var other = new RecordingProvider();
        await using var outer = await _locks.AcquireAsync("k", cancellationToken: Token);
        await using var key = await _locks.AcquireAsync("l", cancellationToken: Token);
        await using var upper = await _locks.AcquireAsync("K", cancellationToken: Token);
        await using var elsewhere = await other.AcquireAsync("k", cancellationToken: Token);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(LockMode.Shared, LockMode.Shared)]
    [InlineData(LockMode.Shared, LockMode.Exclusive)]
    [InlineData(LockMode.Exclusive, LockMode.Shared)]
    public async Task Key_held_in_one_mode_cannot_be_taken_in_another(LockMode outerMode, LockMode innerMode)
    {
        await using var outer = await _locks.AcquireAsync(Shared with { Mode = outerMode }, Token);
        await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.AcquireAsync(Shared with { Mode = innerMode }, Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task Permits_of_a_semaphore_can_be_taken_again_and_beside_a_lock_of_the_same_key()
    {
        var permit = new LockRequest("k") { MaxConcurrency = 2 };
        await using var first = await _locks.AcquireAsync(permit, Token);
        await using var second = await _locks.AcquireAsync(permit, Token);
        await using var exclusive = await _locks.AcquireAsync("k", cancellationToken: Token);
        await using var third = await _locks.AcquireAsync(permit, Token);
        Assert.Equal(4, _locks.Requests.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Untracked_request_neither_checks_nor_remembers()
    {
        var untracked = new LockRequest("k") { TrackFlow = false };
        await using var first = await _locks.AcquireAsync(untracked, Token);
        await using var tracked = await _locks.AcquireAsync("k", cancellationToken: Token);
        await using var second = await _locks.AcquireAsync(untracked, Token);
        Assert.Equal(3, _locks.Requests.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Detached_lock_can_be_handed_to_a_worker_that_takes_the_key_after_it()
    {
        var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
        handle.DetachFromFlow();
        await Task.Run(
            async () =>
            {
                await handle.DisposeAsync();
                await using var next = await _locks.AcquireAsync("k", cancellationToken: Token);
            },
            Token);
        await using var last = await _locks.AcquireAsync("k", cancellationToken: Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Detached_lock_stays_held()
    {
        var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
        handle.DetachFromFlow();
        Assert.Equal(0, Assert.Single(_locks.Handles).Releases);
        await handle.DisposeAsync();
        Assert.Equal(1, Assert.Single(_locks.Handles).Releases);
    }

    [Fact(Timeout = 30_000)]
    public Task Detaching_nothing_throws()
    {
        Assert.Throws<ArgumentNullException>("handle", () => ((IDistributedLockHandle)null!).DetachFromFlow());
        return Task.CompletedTask;
    }

    private async Task AssertReentrantAsync() =>
        await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.AcquireAsync("k", cancellationToken: Token));
}
