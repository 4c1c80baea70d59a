using System.Diagnostics;

namespace DistributedLock.FileSystem.Tests;

/// <summary>What killed processes leave behind: nothing that others would have to wait for.</summary>
public sealed class CrashTests : FileLockTest
{
    // The promise is 250 ms; the rest is for a busy machine.
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(250 + 1500);

    [Theory(Timeout = Limit)]
    [InlineData("exclusive")]
    [InlineData("shared")]
    public async Task Lock_of_a_killed_process_comes_free_for_the_one_that_waits(string mode)
    {
        var holder = await StartProcessAsync();
        await holder.TakeAsync(mode, "k");
        var waiting = TakeAsync(NewProvider(), Exclusive("k", Long));
        await AssertWaitingAsync("k");

        holder.Kill();
        var killed = Stopwatch.GetTimestamp();

        await (await waiting).DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(killed) < Bound);
    }

    [Fact(Timeout = Limit)]
    public async Task Permit_of_a_killed_process_comes_free_for_the_one_that_waits()
    {
        var (holder, one) = (await StartProcessAsync(), NewProvider());
        await holder.TakeAsync("2", "k");
        await using var second = await TakeAsync(one, Permit("k", 2));
        var waiting = TakeAsync(one, Permit("k", 2, Long));
        await AssertWaitingAsync("k@permits");

        holder.Kill();
        var killed = Stopwatch.GetTimestamp();

        await (await waiting).DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(killed) < Bound);
    }

    [Fact(Timeout = Limit)]
    public async Task Killed_writer_that_waited_does_not_hold_readers_back()
    {
        var (reader, writer) = (NewProvider(), await StartProcessAsync());
        await using var held = await TakeAsync(reader, Shared("k"));
        _ = writer.AcquireAsync("exclusive", Long, "k");
        await AssertWaitingAsync("k", "write");
        var waiting = TakeAsync(NewProvider(), Shared("k", Long));
        await AssertWaitingAsync("k");

        writer.Kill();
        var killed = Stopwatch.GetTimestamp();

        await (await waiting).DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(killed) < Bound);
        await using var beside = await TakeAsync(NewProvider(), Shared("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Killed_waiter_is_nobody_to_wait_for()
    {
        var (holder, waiter) = (NewProvider(), await StartProcessAsync());
        var held = await TakeAsync(holder, Exclusive("k"));
        _ = waiter.AcquireAsync("exclusive", Long, "k");
        await AssertWaitingAsync("k");

        waiter.Kill();
        await held.DisposeAsync();

        await using var next = await TakeAsync(NewProvider(), Exclusive("k"));
    }
}
