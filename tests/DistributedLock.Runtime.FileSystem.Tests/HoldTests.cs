using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DistributedLock.FileSystem.Tests;

public sealed class HoldTests : FileLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Lock_whose_directory_was_deleted_is_lost()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be deleted.");
        var held = await TakeAsync(NewProvider(), Exclusive("k"));
        var lost = LostAsync(held);

        Directory.Delete(Root, recursive: true);

        await lost;
        Assert.Equal(LockLossReason.NotHeld, ((DistributedLockHandle)held).LossReason);
        Assert.False(await held.ExtendAsync(TimeSpan.FromSeconds(1), Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task All_local_holders_of_a_shared_lock_lose_it_together()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be deleted.");
        var one = NewProvider();
        await using var first = await TakeAsync(one, Shared("k"));
        await using var second = await TakeAsync(one, Shared("k"));
        var lost = Task.WhenAll(LostAsync(first), LostAsync(second));

        File.Delete(Path.Combine(Root, "k.lock"));

        await lost;
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_whose_file_was_replaced_is_lost_at_its_release()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be deleted.");
        var (one, other) = (NewProvider(), NewProvider());
        var held = await TakeAsync(one, Exclusive("k"));

        File.Delete(Path.Combine(Root, "k.lock"));
        await using var next = await TakeAsync(other, Exclusive("k"));
        await held.DisposeAsync();

        Assert.True(((DistributedLockHandle)held).IsLost);
        Assert.False(((DistributedLockHandle)next).IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Lost_shared_lock_can_be_taken_anew_beside_its_old_holders()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be deleted.");
        var (one, other) = (NewProvider(), NewProvider());
        var held = await TakeAsync(one, Shared("k"));
        var lost = LostAsync(held);
        File.Delete(Path.Combine(Root, "k.lock"));
        await lost;

        await using var anew = await TakeAsync(one, Shared("k"));
        await AssertContendedAsync(other, Exclusive("k"));
        await held.DisposeAsync();

        await AssertContendedAsync(other, Exclusive("k"));
        Assert.False(((DistributedLockHandle)anew).IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_held_too_long_is_lost_but_kept_until_its_handle_is_disposed()
    {
        var (one, other) = (NewProvider(), NewProvider());
        var held = await TakeAsync(one, Exclusive("k") with { MaxHold = TimeSpan.FromMilliseconds(50) });

        await LostAsync(held);

        Assert.Equal(LockLossReason.HoldExceeded, ((DistributedLockHandle)held).LossReason);
        await AssertContendedAsync(other, Exclusive("k"));
        await held.DisposeAsync();
        await using var next = await TakeAsync(other, Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_to_be_held_at_least_some_time_outlives_its_handle()
    {
        var atLeast = TimeSpan.FromMilliseconds(400);
        var (one, other) = (NewProvider(), NewProvider());
        var start = Stopwatch.GetTimestamp();
        var held = await TakeAsync(one, Exclusive("k") with { HoldAtLeast = atLeast });

        await held.DisposeAsync();

        await AssertContendedAsync(other, Exclusive("k"));
        await using var next = await TakeAsync(other, Exclusive("k", Long));
        Assert.True(Stopwatch.GetElapsedTime(start) >= atLeast);
        Assert.False(((DistributedLockHandle)held).IsLost);
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_to_be_held_at_least_some_time_ends_with_its_provider()
    {
        var (one, other) = (NewProvider(), NewProvider());
        await (await TakeAsync(one, Exclusive("k") with { HoldAtLeast = Long })).DisposeAsync();

        await one.DisposeAsync();

        await using var next = await TakeAsync(other, Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Handle_that_was_collected_undisposed_is_released_with_a_warning()
    {
        var logs = new RecordingLoggerFactory();
        var (one, other) = (NewProvider(options => options.LoggerFactory = logs), NewProvider());
        Forget(one);

        // Collection and release happen when the runtime likes: both are waited for by asking again.
        await Eventually.IsTrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                using var handle = other.TryAcquire(Exclusive("k"));
                return handle is not null;
            },
            Stop);
        Assert.Contains(logs.Messages, message => message.Id == 12 && message.Text.Contains("lock k ", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Disposed_provider_loses_and_releases_what_it_holds()
    {
        var (one, other) = (NewProvider(), NewProvider());
        var held = await TakeAsync(one, Exclusive("k"));
        var lost = LostAsync(held);

        await one.DisposeAsync();

        await lost;
        Assert.Equal(LockLossReason.ProviderDisposed, ((DistributedLockHandle)held).LossReason);
        await using var next = await TakeAsync(other, Exclusive("k"));
        await held.DisposeAsync();
        await AssertContendedAsync(NewProvider(), Exclusive("k"));
    }

    [Fact(Timeout = Limit)]
    public async Task Synchronously_disposed_provider_releases_what_it_holds()
    {
        var (one, other) = (NewProvider(), NewProvider());
        var held = await TakeAsync(one, Permit("k", 2));

        one.Dispose();

        Assert.True(((DistributedLockHandle)held).IsLost);
        await using var first = await TakeAsync(other, Permit("k", 2));
        await using var second = await TakeAsync(other, Permit("k", 2));
    }

    [Fact(Timeout = Limit)]
    public async Task Disposed_provider_ends_every_wait_and_refuses_new_requests()
    {
        var (one, other) = (NewProvider(), NewProvider());
        await using var held = await TakeAsync(one, Exclusive("k"));
        var remote = other.TryAcquireAsync(Exclusive("k", Long), Stop).AsTask();
        var local = other.TryAcquireAsync(Exclusive("k", Long), Stop).AsTask();
        await AssertWaitingAsync("k");

        await other.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => remote);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => local);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await other.TryAcquireAsync(Exclusive("k"), Stop));
        Assert.Throws<ObjectDisposedException>(() => other.TryAcquire(Exclusive("k"), Stop));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(FileSystemLockProvider provider) => Assert.NotNull(provider.TryAcquire(Exclusive("k")));

    private static Task LostAsync(IDistributedLockHandle handle)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        handle.LostToken.Register(lost.SetResult);
        return lost.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }
}
