using DistributedLock.CompilerServices;
using DistributedLock.Runtime.Tests.Fakes;
using Xunit;

namespace DistributedLock.Runtime.Tests.CompilerServices;

/// <summary>What a generated wrapper may count on between the acquisition and the release.</summary>
public sealed class LockHoldTests
{
    private static readonly LockRequest Request = new LockDefinition("t-{x}", "A.B.C").CreateRequest("t-1");

    private readonly RecordingProvider _locks = new();
    private readonly FakeHandle _handle;

    public LockHoldTests()
    {
        _handle = _locks.Grant(Request);
        _locks.Answer = (request, _) => new ValueTask<IDistributedLockHandle?>(request.Key == Request.Key ? _handle : _locks.Grant(request));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Core_that_takes_no_token_never_makes_the_lost_token()
    {
        var hold = new LockHold(_handle);
        await hold.ReleaseAsync();
        Assert.False(_handle.LostToken.CanBeCanceled);
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_a_callers_token_the_lost_token_itself_is_the_cores()
    {
        var hold = Enter(CancellationToken.None);
        Assert.Equal(_handle.LostToken, hold.Token(CancellationToken.None));
        await hold.ReleaseAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_a_lost_token_the_callers_token_itself_is_the_cores()
    {
        // A released handle's lost token can never fire.
        using var caller = new CancellationTokenSource();
        await _handle.DisposeAsync();
        var hold = Enter(caller.Token);
        Assert.Equal(caller.Token, hold.Token(caller.Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task When_neither_can_fire_the_cores_token_cannot()
    {
        await _handle.DisposeAsync();
        Assert.False(Enter(CancellationToken.None).Token(CancellationToken.None).CanBeCanceled);
    }

    [Fact(Timeout = 30_000)]
    public async Task Cores_token_fires_when_the_caller_cancels()
    {
        using var caller = new CancellationTokenSource();
        var hold = Enter(caller.Token);
        Assert.NotEqual(caller.Token, hold.Token(caller.Token));
        await caller.CancelAsync();
        Assert.True(hold.Token(caller.Token).IsCancellationRequested);
        Assert.False(hold.IsCanceledByLoss(caller.Token));
        await hold.ReleaseAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Cores_token_fires_when_the_lock_is_lost()
    {
        using var caller = new CancellationTokenSource();
        var hold = Enter(caller.Token);
        _handle.MarkLost(LockLossReason.NotHeld);
        await Wait.ForAsync(hold.Token(caller.Token));
        Assert.True(hold.IsCanceledByLoss(caller.Token));
        await hold.ReleaseAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Callers_cancellation_goes_before_the_loss_when_both_happened()
    {
        using var caller = new CancellationTokenSource();
        var hold = Enter(caller.Token);
        _handle.MarkLost(LockLossReason.NotHeld);
        Assert.True(hold.IsCanceledByLoss(caller.Token));
        await caller.CancelAsync();
        Assert.False(hold.IsCanceledByLoss(caller.Token));
        await hold.ReleaseAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Loss_noticed_by_the_release_is_told_after_the_body()
    {
        _handle.Release = static () => new ValueTask<bool>(false);
        var hold = Enter(CancellationToken.None);
        hold.ThrowIfLost();
        await hold.ReleaseAsync();
        var exception = Assert.Throws<LockLostException>(hold.ThrowIfLost);
        Assert.Equal("t-{x}", exception.Template);
    }

    [Fact(Timeout = 30_000)]
    public void Loss_that_cancelled_the_body_carries_the_cancellation()
    {
        var hold = Enter(CancellationToken.None);
        _handle.MarkLost(LockLossReason.HoldExceeded);
        var canceled = new OperationCanceledException();
        Assert.Same(canceled, Assert.IsType<LockHoldExceededException>(hold.Lost(canceled)).InnerException);
        hold.Release();
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Release_releases_and_ends_the_flows_memory(bool isAsync)
    {
        var hold = new LockHold(await LockCall.AcquireAsync(_locks, Request, Token));
        await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.AcquireAsync(Request, Token));
        if (isAsync)
        {
            await hold.ReleaseAsync();
        }
        else
        {
            hold.Release();
        }

        Assert.Equal(1, _handle.Releases);
        await using var again = await _locks.AcquireAsync(Request, Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Release_takes_the_wrapper_off_the_callers_token()
    {
        using var caller = new CancellationTokenSource();
        var hold = Enter(caller.Token);
        var fired = false;
        hold.Token(caller.Token).Register(() => fired = true);
        await hold.ReleaseAsync();
        await caller.CancelAsync();
        Assert.False(fired);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_handle_stays_its_givers_to_release(bool isAsync)
    {
        using var caller = new CancellationTokenSource();
        var hold = new LockHold(_handle);
        var cancellable = CancellableLockHold.Start(_handle, caller.Token, given: _handle);
        Assert.Same(_handle, hold.Handle);
        Assert.Same(_handle, cancellable.Handle);
        if (isAsync)
        {
            await hold.ReleaseAsync(_handle);
            await cancellable.ReleaseAsync(_handle);
        }
        else
        {
            hold.Release(_handle);
            cancellable.Release(_handle);
        }

        Assert.Equal(0, _handle.Releases);
        Assert.False(_handle.IsReleased);
    }

    [Fact(Timeout = 30_000)]
    public async Task Loss_of_a_given_handle_is_told_to_the_wrapper_that_uses_it()
    {
        var hold = CancellableLockHold.Start(_handle, CancellationToken.None, given: _handle);
        _handle.MarkLost(LockLossReason.NotHeld);
        await Wait.ForAsync(hold.Token(CancellationToken.None));
        Assert.Throws<LockLostException>(hold.ThrowIfLost);
    }

    [Fact(Timeout = 30_000)]
    public async Task Handle_taken_although_another_was_given_is_released()
    {
        var given = _locks.Grant(new LockRequest("other"));
        var hold = CancellableLockHold.Start(_handle, CancellationToken.None, given);
        await hold.ReleaseAsync(given);
        Assert.Equal((1, 0), (_handle.Releases, given.Releases));
    }

    [Fact(Timeout = 30_000)]
    public void Hold_that_cannot_be_started_gives_its_lock_back()
    {
        using var caller = new CancellationTokenSource();
        _handle.Watch = static () => throw new ObjectDisposedException("the session");
        Assert.Throws<ObjectDisposedException>(() => CancellableLockHold.Start(_handle, caller.Token, given: _handle));
        Assert.Equal(0, _handle.Releases);
        Assert.Throws<ObjectDisposedException>(() => Enter(caller.Token));
        Assert.Equal(1, _handle.Releases);
    }

    [Fact(Timeout = 30_000)]
    public async Task Iterators_next_step_remembers_the_hold_in_its_consumers_flow()
    {
        var hold = Enter(await LockCall.AcquireAsync(_locks, Request, Token), CancellationToken.None);
        Task step;
        using (ExecutionContext.SuppressFlow())
        {
            step = Task.Run(
                async () =>
                {
                    hold.EnterFlow();
                    hold.EnterFlow();
                    await Assert.ThrowsAsync<LockReentrancyException>(async () => await _locks.AcquireAsync(Request, Token));
                    await hold.ReleaseAsync();
                    await using var again = await _locks.AcquireAsync(Request, Token);
                },
                Token);
        }

        await step;
    }

    [Fact(Timeout = 30_000)]
    public async Task Single_lock_is_a_list_of_one_and_several_are_in_their_order()
    {
        Assert.Equal([_handle], Enter(CancellationToken.None).Handles);
        var claims = new LockClaims();
        claims.Add(_locks, new LockRequest("z"));
        claims.Add(_locks, new LockRequest("a"));
        var hold = Enter(await claims.AcquireAsync(Token), CancellationToken.None);
        Assert.Equal(["a", "z"], hold.Handles.Select(static handle => handle.Key.Value));
        Assert.Throws<LockReentrancyException>(() => _locks.Acquire("z", cancellationToken: Token));
        await hold.ReleaseAsync();
        using var again = _locks.Acquire("z", cancellationToken: Token);
    }

    private CancellableLockHold Enter(CancellationToken callerToken) => Enter(_handle, callerToken);

    private static CancellableLockHold Enter(IDistributedLockHandle handle, CancellationToken callerToken) => CancellableLockHold.Start(handle, callerToken);
}
