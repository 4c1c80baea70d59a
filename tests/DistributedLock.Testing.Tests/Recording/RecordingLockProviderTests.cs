namespace DistributedLock.Testing.Tests.Recording;

public sealed class RecordingLockProviderTests
{
    [Fact(Timeout = 60_000)]
    public void Provider_keeps_the_name_and_the_clock_of_the_one_behind()
    {
        var clock = new ManualTimeProvider();
        var recorded = new RecordingLockProvider(new InMemoryLockProvider(new InMemoryLockOptions { TimeProvider = clock }));

        Assert.Equal("in-memory", recorded.Name);
        Assert.Same(clock, recorded.TimeProvider);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_recorder_serves_several_providers()
    {
        var recorder = new LockRecorder();
        await using var one = new RecordingLockProvider(new InMemoryLockProvider(), recorder);
        await using var other = new RecordingLockProvider(new InMemoryLockProvider(), recorder);

        await (await one.AcquireAsync("a", cancellationToken: TestContext.Current.CancellationToken)).DisposeAsync();
        await (await other.AcquireAsync("b", cancellationToken: TestContext.Current.CancellationToken)).DisposeAsync();

        recorder.AssertAcquiredExactly("a", "b");
    }

    [Fact(Timeout = 60_000)]
    public async Task Release_is_recorded_before_the_lock_is_given_back()
    {
        var stub = new StubProvider();
        var recorded = new RecordingLockProvider(stub);
        var known = new List<RecordedLockEventKind>();
        stub.OnReturned = () => known.Add(recorded.Recorder.Events[^1].Kind);

        await (await recorded.AcquireAsync("k", cancellationToken: TestContext.Current.CancellationToken)).DisposeAsync();
        recorded.Acquire("k", cancellationToken: TestContext.Current.CancellationToken).Dispose();

        Assert.Equal([RecordedLockEventKind.Released, RecordedLockEventKind.Released], known);
    }

    [Fact(Timeout = 60_000)]
    public async Task Loss_is_recorded_before_the_lock_is_given_back()
    {
        var clock = new ManualTimeProvider();
        var stub = new StubProvider();
        var chaos = new ChaosLockProvider(
            stub, new ChaosOptions { TimeProvider = clock, LossProbability = 1, LossAfter = TimeRange.Always(TimeSpan.FromSeconds(1)) });
        var known = new List<RecordedLockEventKind>();
        stub.OnReturned = () => known.Add(chaos.Recorder.Events[^1].Kind);
        await using var handle = await chaos.AcquireAsync("k", cancellationToken: TestContext.Current.CancellationToken);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([RecordedLockEventKind.Lost], known);
    }

    [Fact(Timeout = 60_000)]
    public void Missing_provider_is_named() => Assert.Throws<ArgumentNullException>("inner", () => new RecordingLockProvider(null!));
}
