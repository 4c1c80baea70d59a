namespace DistributedLock.Testing.Tests.Fakes;

public sealed class FakeLockProviderTests
{
    private static readonly LockRequest Once = new("k") { Timeout = TimeSpan.Zero };

    private readonly ManualTimeProvider _clock = new();
    private readonly FakeLockProvider _locks;

    public FakeLockProviderTests() => _locks = new FakeLockProvider(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_is_held_elsewhere_is_contended_at_the_time_out_of_the_given_clock()
    {
        using var other = _locks.HoldElsewhere("k");
        var wait = _locks.TryAcquireAsync(Once with { Timeout = TimeSpan.FromSeconds(5) }, Token).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(wait.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Null(await wait);
        _locks.Recorder.AssertContended("k", 1);
        _locks.Recorder.AssertNotAcquired("k");
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_is_held_elsewhere_is_acquired_when_it_is_released_there()
    {
        var other = _locks.HoldElsewhere("k");
        var wait = _locks.TryAcquireAsync(Once with { Timeout = TimeSpan.FromSeconds(5) }, Token).AsTask();
        Assert.False(wait.IsCompleted);

        await other.DisposeAsync();

        await using var handle = await wait;
        Assert.True(handle!.FencingToken > other.FencingToken);
    }

    [Fact(Timeout = 60_000)]
    public void Shared_locks_and_permits_can_be_held_elsewhere_beside_others()
    {
        using var reader = _locks.HoldElsewhere("k", LockMode.Shared);
        using var shared = _locks.TryAcquire(Once with { Mode = LockMode.Shared }, Token);
        var permits = new LockRequest("p") { MaxConcurrency = 2, Timeout = TimeSpan.Zero };
        using var permit = _locks.HoldElsewhere(permits);
        using var second = _locks.TryAcquire(permits, Token);

        Assert.NotNull(shared);
        Assert.Null(_locks.TryAcquire(Once, Token));
        Assert.NotNull(second);
        Assert.Null(_locks.TryAcquire(permits, Token));
    }

    [Fact(Timeout = 60_000)]
    public void Lock_that_is_held_cannot_be_held_elsewhere()
    {
        using var handle = _locks.Acquire(Once, Token);

        var error = Assert.Throws<InvalidOperationException>(() => _locks.HoldElsewhere("k"));

        Assert.Contains("'k' cannot be held elsewhere, because it is held already", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Rules_do_not_apply_to_what_is_held_elsewhere()
    {
        _locks.OnAny().Fail();

        using var other = _locks.HoldElsewhere("k");

        Assert.Empty(_locks.Recorder.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lost_lock_tells_its_holder_and_is_free_for_others()
    {
        await using var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
        var lost = handle.LostToken;

        _locks.Lose("k");

        using var other = _locks.HoldElsewhere("k");
        await Waiting.ForAsync(lost);
        Assert.Equal(LockLossReason.NotHeld, ((DistributedLockHandle)handle).LossReason);
        Assert.Equal([RecordedLockEventKind.Acquired, RecordedLockEventKind.Lost], _locks.Recorder.Events.Select(static e => e.Kind));
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_is_lost_unnoticed_is_noticed_by_its_release()
    {
        var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
        _locks.LoseUnnoticed("k");
        await using var other = _locks.HoldElsewhere("k");
        Assert.False(handle.LostToken.IsCancellationRequested);

        await handle.DisposeAsync();

        Assert.True(((DistributedLockHandle)handle).IsLost);
        Assert.False(_locks.IsFree("k"));
        Assert.False(other.LostToken.IsCancellationRequested);
        _locks.Recorder.AssertCount(RecordedLockEventKind.Lost, "k", 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_is_lost_unnoticed_is_noticed_by_its_extension()
    {
        await using var handle = await _locks.AcquireAsync("k", cancellationToken: Token);
        _locks.LoseUnnoticed("k");

        Assert.False(await handle.ExtendAsync(TimeSpan.FromMinutes(1), Token));

        await Waiting.ForAsync(handle.LostToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lost_lock_is_free_although_it_has_a_least_hold()
    {
        await using var handle = await _locks.AcquireAsync(Once with { HoldAtLeast = TimeSpan.FromSeconds(20) }, Token);

        _locks.Lose("k");

        using var other = _locks.HoldElsewhere("k");
    }

    [Fact(Timeout = 60_000)]
    public void Lock_that_nobody_holds_cannot_be_lost()
    {
        _locks.TryAcquire(Once, Token)!.Dispose();

        var error = Assert.Throws<InvalidOperationException>(() => _locks.Lose("k"));

        Assert.Contains("'k' cannot be lost, because nobody holds it", error.Message, StringComparison.Ordinal);
        Assert.Contains("released  'k'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("key", () => _locks.Lose(default));
    }

    [Fact(Timeout = 60_000)]
    public async Task Lock_that_is_held_too_long_can_be_lost_before_its_release()
    {
        await using var handle = await _locks.AcquireAsync(Once with { MaxHold = TimeSpan.FromSeconds(10) }, Token);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Throws<InvalidOperationException>(() => _locks.HoldElsewhere("k"));

        _locks.Lose("k");

        using var other = _locks.HoldElsewhere("k");
        Assert.Equal(LockLossReason.HoldExceeded, ((DistributedLockHandle)handle).LossReason);
    }

    [Fact(Timeout = 60_000)]
    public async Task Least_hold_is_kept_after_the_release()
    {
        await (await _locks.AcquireAsync(Once with { HoldAtLeast = TimeSpan.FromSeconds(20) }, Token)).DisposeAsync();
        _locks.Recorder.AssertNothingHeld();

        _clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.False(_locks.IsFree("k"));
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(_locks.IsFree("k"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Inspector_shows_holders_here_and_elsewhere()
    {
        await using var handle = await _locks.AcquireAsync(new LockRequest("k") { Mode = LockMode.Shared }, Token);
        await using var other = _locks.HoldElsewhere("k", LockMode.Shared);

        var infos = await _locks.GetAsync("k", Token);

        Assert.Equal([handle.FencingToken, other.FencingToken], infos.Select(static info => info.FencingToken));
        Assert.All(infos, static info => Assert.Equal(TimeSpan.FromSeconds(30), info.Remaining));
    }

    [Fact(Timeout = 60_000)]
    public async Task Expiry_moves_with_each_renewal_and_with_an_extension()
    {
        await using var handle = await _locks.AcquireAsync(Once with { Lease = TimeSpan.FromSeconds(30) }, Token);
        var acquired = _clock.GetUtcNow();

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(acquired + TimeSpan.FromSeconds(30), handle.ExpiresAt);
        _clock.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal(acquired + TimeSpan.FromSeconds(50), handle.ExpiresAt);
        Assert.True(await handle.ExtendAsync(TimeSpan.FromMinutes(5), Token));
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromMinutes(5), handle.ExpiresAt);
    }

    [Fact(Timeout = 60_000)]
    public async Task Wait_for_a_scripted_time_out_ends_with_the_provider()
    {
        _locks.OnAny().TimeOut();
        var wait = _locks.TryAcquireAsync(Once with { Timeout = Timeout.InfiniteTimeSpan }, Token).AsTask();

        await _locks.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait);
        Assert.Throws<ObjectDisposedException>(() => _locks.TryAcquire(Once, Token));
    }

    [Fact(Timeout = 60_000)]
    public void Options_that_cannot_work_are_named()
    {
        Assert.StartsWith("Name is empty", Assert.Throws<ArgumentException>(() => new FakeLockProvider(new FakeLockOptions { Name = "" })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Recorder is null", Assert.Throws<ArgumentException>(() => new FakeLockProvider(new FakeLockOptions { Recorder = null! })).Message, StringComparison.Ordinal);
        Assert.StartsWith("KeyPrefix is null", Assert.Throws<ArgumentException>(() => new FakeLockProvider(new FakeLockOptions { KeyPrefix = null! })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("options", () => new FakeLockProvider((FakeLockOptions)null!));
    }
}
