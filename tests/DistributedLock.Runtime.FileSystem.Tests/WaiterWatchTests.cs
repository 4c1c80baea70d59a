using DistributedLock.Testing;

namespace DistributedLock.FileSystem.Tests;

public sealed class WaiterWatchTests : FileLockTest
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingLoggerFactory _logs = new();

    [Fact(Timeout = 60_000)]
    public void Watch_that_cannot_start_says_so_once()
    {
        using var watch = NewWatch();

        watch.Subscribe("k.wait", static () => { }).Dispose();
        watch.Subscribe("k.wait", static () => { }).Dispose();

        Assert.False(watch.IsRunning);
        Assert.Equal(200, Assert.Single(_logs.Messages).Id);
    }

    [Fact(Timeout = 60_000)]
    public void Watch_runs_from_the_first_waiter_until_some_time_after_the_last_one()
    {
        Directory.CreateDirectory(Root);
        using var watch = NewWatch();
        Assert.False(watch.IsRunning);

        var first = watch.Subscribe("k.wait", static () => { });
        var second = watch.Subscribe("k.wait", static () => { });
        first.Dispose();
        _clock.Advance(WaiterWatch.IdleTime);
        Assert.True(watch.IsRunning);
        second.Dispose();
        Assert.True(watch.IsRunning);
        _clock.Advance(WaiterWatch.IdleTime);

        Assert.False(watch.IsRunning);
    }

    [Fact(Timeout = Limit)]
    public async Task Watch_wakes_the_waiters_of_the_touched_file_only()
    {
        Directory.CreateDirectory(Root);
        var (one, other) = (Path.Combine(Root, "one.wait"), Path.Combine(Root, "other.wait"));
        await File.WriteAllTextAsync(one, "", Stop);
        await File.WriteAllTextAsync(other, "", Stop);
        using var watch = NewWatch();
        var woken = new TaskCompletionSource();
        using var first = watch.Subscribe(one, static () => Assert.Fail("The file was not touched."));
        using var second = watch.Subscribe(other, () => woken.TrySetResult());

        File.SetLastWriteTimeUtc(other, DateTime.UtcNow);

        await woken.Task.WaitAsync(Stop);
    }

    private WaiterWatch NewWatch() => new(new LockDirectory(Root), isEnabled: true, _clock, _logs);
}
