namespace DistributedLock.Testing.Tests.Fakes;

/// <summary>What the users of a fake want to see: their own locked methods when things go wrong.</summary>
public sealed class LockedServiceTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeLockProvider _locks;
    private readonly Reports _reports;

    public LockedServiceTests()
    {
        _locks = new FakeLockProvider(_clock);
        _reports = new Reports(_locks);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Method_takes_and_releases_its_lock()
    {
        await _reports.BuildAsync("7", Token);

        _locks.Recorder.AssertAcquired("report-7", 1);
        _locks.Recorder.AssertAcquired("report-{tenantId}", 1);
        _locks.Recorder.AssertNothingHeld();
    }

    [Fact(Timeout = 60_000)]
    public async Task Method_that_is_contended_throws_or_skips_as_declared()
    {
        _locks.OnTemplate("report-{tenantId}").Contend();
        _locks.On("count-7").Once().Contend();

        await Assert.ThrowsAsync<LockNotAcquiredException>(() => _reports.BuildAsync("7", Token));
        Assert.False((await _reports.CountAsync("7")).Ran);
        Assert.True((await _reports.CountAsync("7")).Ran);
        _locks.AssertScriptUsed();
    }

    [Fact(Timeout = 60_000)]
    public async Task Method_whose_lock_is_held_elsewhere_waits_for_its_declared_time_out()
    {
        await using var other = _locks.HoldElsewhere("report-7");
        var build = _reports.BuildAsync("7", Token);

        _clock.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<LockNotAcquiredException>(() => build);
        Assert.False(_reports.Begun.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task Method_that_loses_its_lock_is_canceled_and_tells()
    {
        _locks.On("report-7").LoseAfter(TimeSpan.FromSeconds(20));
        _reports.Body = Task.Delay(Timeout.Infinite, Token);
        var build = _reports.BuildAsync("7", Token);

        _clock.Advance(TimeSpan.FromSeconds(20));

        await Assert.ThrowsAsync<LockLostException>(() => build);
    }

    [Fact(Timeout = 60_000)]
    public async Task Method_that_loses_its_lock_unnoticed_tells_when_it_has_ended()
    {
        var body = new TaskCompletionSource();
        _reports.Body = body.Task;
        var build = _reports.BuildAsync("7", Token);
        _locks.LoseUnnoticed("report-7");

        body.SetResult();

        await Assert.ThrowsAsync<LockLostException>(() => build);
    }

    [Fact(Timeout = 60_000)]
    public async Task Method_that_holds_its_lock_too_long_is_canceled_and_tells()
    {
        _reports.Body = Task.Delay(Timeout.Infinite, Token);
        var build = _reports.BuildAsync("7", Token);

        _clock.Advance(TimeSpan.FromSeconds(60));

        await Assert.ThrowsAsync<LockHoldExceededException>(() => build);
        _locks.Recorder.AssertCount(RecordedLockEventKind.Lost, "report-7", 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Method_whose_store_is_down_throws_what_the_script_says()
    {
        _locks.OnAny().Once().Fail();
        _locks.OnAny().Once().Fail(new TimeoutException("slow"));

        var fault = await Assert.ThrowsAsync<LockBackendException>(() => _reports.BuildAsync("7", Token));
        await Assert.ThrowsAsync<TimeoutException>(() => _reports.BuildAsync("7", Token));

        Assert.Contains("any request", fault.Message, StringComparison.Ordinal);
        Assert.Equal("report-{tenantId}", fault.Template);
        _locks.Recorder.AssertCount(RecordedLockEventKind.Failed, "report-7", 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task Reentrant_call_is_still_an_error()
    {
        await using var handle = await _locks.AcquireAsync("report-7", cancellationToken: Token);

        await Assert.ThrowsAsync<LockReentrancyException>(() => _reports.BuildAsync("7", Token));
    }
}
