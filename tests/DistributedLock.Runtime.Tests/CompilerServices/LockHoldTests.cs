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

    public LockHoldTests() => _handle = _locks.Grant(Request);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Core_that_takes_no_token_gets_the_callers_and_the_lost_token_is_never_made()
    {
        using var caller = new CancellationTokenSource();
        var hold = Enter(caller.Token, linkToken: false);
        Assert.Equal(caller.Token, hold.Token);
        await hold.ReleaseAsync();
        Assert.False(_handle.LostToken.CanBeCanceled);
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_a_callers_token_the_lost_token_itself_is_the_cores()
    {
        var hold = Enter(CancellationToken.None);
        Assert.Equal(_handle.LostToken, hold.Token);
        await hold.ReleaseAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_a_lost_token_the_callers_token_itself_is_the_cores()
    {
        // A released handle's lost token can never fire.
        using var caller = new CancellationTokenSource();
        await _handle.DisposeAsync();
        var hold = Enter(caller.Token);
        Assert.Equal(caller.Token, hold.Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task When_neither_can_fire_the_cores_token_cannot()
    {
        await _handle.DisposeAsync();
        Assert.False(Enter(CancellationToken.None).Token.CanBeCanceled);
    }

    [Fact(Timeout = 30_000)]
    public async Task Cores_token_fires_when_the_caller_cancels()
    {
        using var caller = new CancellationTokenSource();
        var hold = Enter(caller.Token);
        Assert.NotEqual(caller.Token, hold.Token);
        await caller.CancelAsync();
        Assert.True(hold.Token.IsCancellationRequested);
        Assert.False(hold.IsCanceledByLoss);
        await hold.ReleaseAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Cores_token_fires_when_the_lock_is_lost()
    {
        using var caller = new CancellationTokenSource();
        var hold = Enter(caller.Token);
        _handle.MarkLost(LockLossReason.NotHeld);
        await Wait.ForAsync(hold.Token);
        Assert.True(hold.IsCanceledByLoss);
        await hold.ReleaseAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Callers_cancellation_goes_before_the_loss_when_both_happened()
    {
        using var caller = new CancellationTokenSource();
        var hold = Enter(caller.Token);
        _handle.MarkLost(LockLossReason.NotHeld);
        Assert.True(hold.IsCanceledByLoss);
        await caller.CancelAsync();
        Assert.False(hold.IsCanceledByLoss);
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
        var hold = Enter(CancellationToken.None);
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
        hold.Token.Register(() => fired = true);
        await hold.ReleaseAsync();
        await caller.CancelAsync();
        Assert.False(fired);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_handle_stays_its_givers_to_release(bool isAsync)
    {
        var hold = LockHold.Enter(_locks, Request, _handle, given: _handle, linkToken: true, CancellationToken.None);
        Assert.Same(_handle, hold.Handle);
        if (isAsync)
        {
            await hold.ReleaseAsync();
        }
        else
        {
            hold.Release();
        }

        Assert.Equal(0, _handle.Releases);
        Assert.False(_handle.IsReleased);
    }

    [Fact(Timeout = 30_000)]
    public async Task Loss_of_a_given_handle_is_told_to_the_wrapper_that_uses_it()
    {
        var hold = LockHold.Enter(_locks, Request, _handle, given: _handle, linkToken: true, CancellationToken.None);
        _handle.MarkLost(LockLossReason.NotHeld);
        await Wait.ForAsync(hold.Token);
        Assert.Throws<LockLostException>(hold.ThrowIfLost);
    }

    [Fact(Timeout = 30_000)]
    public async Task Handle_taken_although_another_was_given_is_released()
    {
        var given = _locks.Grant(new LockRequest("other"));
        var hold = LockHold.Enter(_locks, Request, _handle, given, linkToken: true, CancellationToken.None);
        await hold.ReleaseAsync();
        Assert.Equal((1, 0), (_handle.Releases, given.Releases));
    }

    [Fact(Timeout = 30_000)]
    public void Hold_that_cannot_be_started_gives_its_lock_back()
    {
        _handle.Watch = static () => throw new ObjectDisposedException("the session");
        Assert.Throws<ObjectDisposedException>(() => Enter(CancellationToken.None));
        Assert.Equal(1, _handle.Releases);
        using var again = _locks.Acquire(Request, Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task Iterators_next_step_remembers_the_hold_in_its_consumers_flow()
    {
        var hold = Enter(CancellationToken.None);
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
        var hold = LockHold.Enter((await claims.TryAcquireAsync(Token))!, linkToken: true, CancellationToken.None);
        Assert.Equal(["a", "z"], hold.Handles.Select(static handle => handle.Key.Value));
        Assert.Throws<LockReentrancyException>(() => _locks.Acquire("z", cancellationToken: Token));
        await hold.ReleaseAsync();
        using var again = _locks.Acquire("z", cancellationToken: Token);
    }

    private LockHold Enter(CancellationToken cancellationToken, bool linkToken = true) =>
        LockHold.Enter(_locks, Request, _handle, linkToken, cancellationToken);
}
