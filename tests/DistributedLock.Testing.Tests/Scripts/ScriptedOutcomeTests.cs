using System.Runtime.CompilerServices;

namespace DistributedLock.Testing.Tests.Scripts;

public sealed class ScriptedOutcomeTests
{
    private static readonly LockRequest Once = new("k") { Timeout = TimeSpan.Zero, Lease = TimeSpan.FromSeconds(30) };
    private static readonly LockRequest Patient = Once with { Timeout = TimeSpan.FromSeconds(5) };

    private readonly ManualTimeProvider _clock = new();
    private readonly FakeLockProvider _locks;

    public ScriptedOutcomeTests() => _locks = new FakeLockProvider(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Contended_request_ends_at_once_in_both_forms()
    {
        _locks.On("k").Contend();

        Assert.Null(await _locks.TryAcquireAsync(Patient, Token));
        Assert.Null(_locks.TryAcquire(Patient, Token));
        _locks.Recorder.AssertContended("k", 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task Timed_out_request_ends_at_its_time_out()
    {
        _locks.On("k").TimeOut();
        var wait = _locks.TryAcquireAsync(Patient, Token).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(wait.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Null(await wait);
        Assert.Equal([RecordedLockEventKind.Waiting, RecordedLockEventKind.Contended], _locks.Recorder.Events.Select(static e => e.Kind));
    }

    [Fact(Timeout = 60_000)]
    public async Task Timed_out_request_can_be_canceled()
    {
        using var cancellation = new CancellationTokenSource();
        _locks.On("k").TimeOut();
        var wait = _locks.TryAcquireAsync(Once with { Timeout = Timeout.InfiniteTimeSpan }, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Equal(cancellation.Token, canceled.CancellationToken);
        _locks.Recorder.AssertCount(RecordedLockEventKind.Canceled, "k", 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Synchronous_request_waits_on_the_clock_too()
    {
        _locks.On("k").TimeOut();
        var wait = Task.Run(() => _locks.TryAcquire(Patient, Token), Token);
        await _clock.WaitForTimersAsync(1, Token);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await wait);
    }

    [Fact(Timeout = 60_000)]
    public async Task Slow_request_is_answered_after_its_delay()
    {
        _locks.On("k").Slow(TimeSpan.FromSeconds(3));
        var wait = _locks.TryAcquireAsync(Patient, Token).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(wait.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await using var handle = await wait;
        Assert.NotNull(handle);
    }

    [Fact(Timeout = 60_000)]
    public async Task Delay_counts_against_the_time_out()
    {
        using var other = _locks.HoldElsewhere("k");
        _locks.On("k").Slow(TimeSpan.FromSeconds(3));
        var wait = _locks.TryAcquireAsync(Patient, Token).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(3));
        await _clock.WaitForTimersAsync(1, Token);
        Assert.False(wait.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await wait);
    }

    [Fact(Timeout = 60_000)]
    public async Task Delay_and_the_rest_of_the_time_out_pass_in_one_move_of_the_clock()
    {
        using var other = _locks.HoldElsewhere("k");
        _locks.On("k").Slow(TimeSpan.FromSeconds(3));
        var wait = _locks.TryAcquireAsync(Patient, Token).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await wait);
        Assert.Equal(TimeSpan.FromSeconds(5), _locks.Recorder.Events[^1].At - _locks.Recorder.Events[0].At);
    }

    [Fact(Timeout = 60_000)]
    public async Task Request_slower_than_its_time_out_still_has_its_one_try()
    {
        _locks.On("k").Slow(TimeSpan.FromSeconds(20));
        var wait = _locks.TryAcquireAsync(Patient, Token).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(20));

        await using var handle = await wait;
        Assert.NotNull(handle);
    }

    [Fact(Timeout = 60_000)]
    public async Task Delayed_failure_fails_after_the_delay()
    {
        _locks.On("k").After(TimeSpan.FromSeconds(2)).Fail();
        var wait = _locks.TryAcquireAsync(Patient, Token).AsTask();
        Assert.False(wait.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<LockBackendException>(() => wait);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_is_to_be_lost_is_lost_at_that_time()
    {
        _locks.On("k").LoseAfter(TimeSpan.FromSeconds(7));
        await using var handle = await _locks.TryAcquireAsync(Once, Token);
        var lost = handle!.LostToken;

        _clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(((DistributedLockHandle)handle).IsLost);
        Assert.Throws<InvalidOperationException>(() => _locks.HoldElsewhere("k"));
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await Waiting.ForAsync(lost);
        Assert.Equal(LockLossReason.NotHeld, ((DistributedLockHandle)handle).LossReason);
        using var other = _locks.HoldElsewhere("k");
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_is_lost_at_once_is_lost_when_its_holder_gets_it()
    {
        _locks.On("k").LoseAfter(TimeSpan.Zero);

        await using var handle = await _locks.TryAcquireAsync(Once, Token);

        Assert.True(handle!.LostToken.IsCancellationRequested);
        Assert.Equal([RecordedLockEventKind.Acquired, RecordedLockEventKind.Lost], _locks.Recorder.Events.Select(static e => e.Kind));
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_is_released_before_its_loss_is_not_lost()
    {
        _locks.On("k").Once().LoseAfter(TimeSpan.FromSeconds(7));
        var handle = await _locks.TryAcquireAsync(Once, Token);
        await handle!.DisposeAsync();
        await using var next = await _locks.TryAcquireAsync(Once, Token);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.False(((DistributedLockHandle)handle).IsLost);
        Assert.False(next!.LostToken.IsCancellationRequested);
        Assert.Equal(0, _clock.ScheduledTimers);
    }

    [Fact(Timeout = 60_000)]
    public async Task Expiring_lock_tells_after_two_thirds_of_its_lease_and_is_free_at_its_end()
    {
        _locks.On("k").Expire();
        await using var handle = await _locks.TryAcquireAsync(Once, Token);
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromSeconds(30), handle!.ExpiresAt);

        _clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.False(((DistributedLockHandle)handle).IsLost);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(LockLossReason.NotRenewed, ((DistributedLockHandle)handle).LossReason);
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Throws<InvalidOperationException>(() => _locks.HoldElsewhere("k"));
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromSeconds(0.1), handle.ExpiresAt);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        using var other = _locks.HoldElsewhere("k");
    }

    [Fact(Timeout = 60_000)]
    public async Task Extension_puts_off_an_expiry()
    {
        _locks.On("k").Expire();
        await using var handle = await _locks.TryAcquireAsync(Once, Token);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await handle!.ExtendAsync(TimeSpan.FromSeconds(60), Token));

        _clock.Advance(TimeSpan.FromSeconds(39.9));
        Assert.False(((DistributedLockHandle)handle).IsLost);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(((DistributedLockHandle)handle).IsLost);
        _clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Throws<InvalidOperationException>(() => _locks.HoldElsewhere("k"));
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        using var other = _locks.HoldElsewhere("k");
    }

    [Fact(Timeout = 60_000)]
    public async Task Paused_holder_hears_of_its_loss_after_others_could_have_the_lock()
    {
        _locks.On("k").Once().Pause(after: TimeSpan.FromSeconds(15), duration: TimeSpan.FromSeconds(60));
        await using var handle = await _locks.TryAcquireAsync(Once, Token);

        // Renewed at 10 s for the last time.
        _clock.Advance(TimeSpan.FromSeconds(39.9));
        Assert.Null(_locks.TryAcquire(Once, Token));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        using var next = _locks.TryAcquire(Once, Token);
        Assert.NotNull(next);
        _clock.Advance(TimeSpan.FromSeconds(34.9));
        Assert.False(((DistributedLockHandle)handle!).IsLost);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(LockLossReason.NotRenewed, ((DistributedLockHandle)handle).LossReason);
        Assert.False(next.LostToken.IsCancellationRequested);
        Assert.Throws<LockAssertionException>(() => _locks.Recorder.AssertNeverHeldTogether("k"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Extension_before_a_pause_makes_it_harmless()
    {
        _locks.On("k").Pause(after: TimeSpan.FromSeconds(15), duration: TimeSpan.FromSeconds(60));
        await using var handle = await _locks.AcquireAsync(Once, Token);
        _clock.Advance(TimeSpan.FromSeconds(12));
        Assert.True(await handle.ExtendAsync(TimeSpan.FromMinutes(3), Token));

        _clock.Advance(TimeSpan.FromMinutes(30));

        Assert.False(((DistributedLockHandle)handle).IsLost);
        Assert.True(handle.ExpiresAt > _clock.GetUtcNow());
        Assert.Throws<InvalidOperationException>(() => _locks.HoldElsewhere("k"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Short_pause_does_no_harm()
    {
        _locks.On("k").Pause(after: TimeSpan.FromSeconds(15), duration: TimeSpan.FromSeconds(14));
        await using var handle = await _locks.TryAcquireAsync(Once, Token);

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.False(((DistributedLockHandle)handle!).IsLost);
        Assert.Throws<InvalidOperationException>(() => _locks.HoldElsewhere("k"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Scripted_loss_of_an_abandoned_handle_keeps_nothing_alive()
    {
        _locks.On("k").Once().LoseAfter(TimeSpan.FromDays(1));
        Abandon();

        IDistributedLockHandle? next;
        while ((next = _locks.TryAcquire(Once, Token)) is null)
        {
            Token.ThrowIfCancellationRequested();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        await next.DisposeAsync();
    }

    // A method of its own, so that no local variable of the test keeps the handle alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
#pragma warning disable DLK0102 // It is abandoned on purpose.
    private void Abandon() => GC.KeepAlive(_locks.TryAcquire(Once, Token));
#pragma warning restore DLK0102
}
