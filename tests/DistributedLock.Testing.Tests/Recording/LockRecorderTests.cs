namespace DistributedLock.Testing.Tests.Recording;

public sealed class LockRecorderTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeLockProvider _locks;

    public LockRecorderTests() => _locks = new FakeLockProvider(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public void Event_tells_lock_time_token_and_provider()
    {
        var definition = new LockDefinition("invoice-{tenantId}", "Invoices.CreateAsync");
        _clock.Advance(TimeSpan.FromHours(1));
        using var handle = _locks.TryAcquire(definition.CreateRequest("invoice-7") with { Mode = LockMode.Shared }, Token);

        var acquired = Assert.Single(_locks.Recorder.Events);

        Assert.Equal(RecordedLockEventKind.Acquired, acquired.Kind);
        Assert.Equal(("invoice-7", "invoice-{tenantId}", LockMode.Shared), (acquired.Key.Value, acquired.Template, acquired.Mode));
        Assert.Equal((_clock.GetUtcNow(), handle!.FencingToken, "fake"), (acquired.At, acquired.FencingToken, acquired.Provider));
        Assert.Equal((1, 1), (acquired.Number, acquired.Acquisition));
    }

    [Fact(Timeout = 60_000)]
    public async Task Wait_for_an_event_ends_when_it_happens_and_at_once_when_it_did()
    {
        using var other = _locks.HoldElsewhere("k");
        var waiting = _locks.Recorder.WaitForAsync(RecordedLockEventKind.Waiting, "k", Token);
        Assert.False(waiting.IsCompleted);
        var wait = Task.Run(() => _locks.TryAcquireAsync(new LockRequest("k"), Token).AsTask(), Token);

        Assert.Equal("k", (await waiting).Key.Value);
        Assert.Same(await waiting, await _locks.Recorder.WaitForAsync(static e => e.Kind == RecordedLockEventKind.Waiting, Token));

        // It is in the queue, so its time-out is on the clock.
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await wait);
    }

    [Fact(Timeout = 60_000)]
    public async Task Wait_for_an_event_can_be_canceled()
    {
        using var cancellation = new CancellationTokenSource();
        var wait = _locks.Recorder.WaitForAsync(RecordedLockEventKind.Lost, "k", cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact(Timeout = 60_000)]
    public async Task Canceled_wait_says_what_was_waited_for_and_what_happened()
    {
        using var cancellation = new CancellationTokenSource();
        await using var handle = await _locks.AcquireAsync("order-7", cancellationToken: Token);
        var wait = _locks.Recorder.WaitForAsync(RecordedLockEventKind.Lost, "ordr-7", cancellation.Token);

        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Contains("'ordr-7' to be lost", exception.Message, StringComparison.Ordinal);
        Assert.Contains("acquired  'order-7'", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Condition_that_throws_ends_the_wait_and_harms_no_lock()
    {
        var wait = _locks.Recorder.WaitForAsync(static happened => happened.Template!.Length > 0, Token);

        await using (await _locks.AcquireAsync("k", cancellationToken: Token))
        {
        }

        await Assert.ThrowsAsync<NullReferenceException>(() => wait);
        _locks.Recorder.AssertNothingHeld();
        await using var again = await _locks.AcquireAsync("k", TimeSpan.Zero, Token);
    }

    [Fact(Timeout = 60_000)]
    public async Task Handle_of_an_event_that_was_waited_for_can_be_lost()
    {
        for (var i = 0; i < 200; i++)
        {
            var key = $"k{i}";
            var acquired = _locks.Recorder.WaitForAsync(RecordedLockEventKind.Acquired, key, Token);
            var taking = Task.Run(() => _locks.TryAcquire(new LockRequest(key), Token), Token);
            await acquired;

            _locks.Lose(key);

            (await taking)!.Dispose();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Canceled_request_is_recorded()
    {
        using var cancellation = new CancellationTokenSource();
        using var other = _locks.HoldElsewhere("k");
        var wait = _locks.TryAcquireAsync(new LockRequest("k"), cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.ThrowsAny<OperationCanceledException>(() => _locks.TryAcquire(new LockRequest("k"), cancellation.Token));
        _locks.Recorder.AssertCount(RecordedLockEventKind.Canceled, "k", 2);
    }

    [Fact(Timeout = 60_000)]
    public void Cleared_record_begins_anew()
    {
        using var held = _locks.TryAcquire(new LockRequest("a"), Token);

        _locks.Recorder.Clear();

        Assert.Empty(_locks.Recorder.Events);
        _locks.Recorder.AssertNothingHeld();
        held!.Dispose();
        _locks.Recorder.AssertNothingHeld();
        _locks.Recorder.AssertNotAcquired("a");
    }

    [Fact(Timeout = 60_000)]
    public async Task Release_is_recorded_before_the_next_acquisition()
    {
        async Task VisitAsync()
        {
            for (var i = 0; i < 200; i++)
            {
                await using var handle = await _locks.AcquireAsync("k", Timeout.InfiniteTimeSpan, Token);
                await Task.Yield();
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(VisitAsync, Token)));

        _locks.Recorder.AssertAcquired("k", 1600);
        _locks.Recorder.AssertNeverHeldTogether("k");
        _locks.Recorder.AssertNothingHeld();
        Assert.Equal(Enumerable.Range(1, _locks.Recorder.Events.Count), _locks.Recorder.Events.Select(static e => e.Number));
    }

    [Fact(Timeout = 60_000)]
    public async Task Loss_by_the_disposal_of_the_provider_is_recorded()
    {
        using var handle = _locks.Acquire("k", cancellationToken: Token);

        await _locks.DisposeAsync();

        var lost = await _locks.Recorder.WaitForAsync(RecordedLockEventKind.Lost, "k", Token);
        Assert.Equal(LockLossReason.ProviderDisposed, lost.LossReason);
    }
}
