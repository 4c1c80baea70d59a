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
    public void Missing_provider_is_named() => Assert.Throws<ArgumentNullException>("inner", () => new RecordingLockProvider(null!));
}
