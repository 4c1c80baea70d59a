using DistributedLock.Runtime.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Handles;

/// <summary>A lock is lost at most once, before its release, and whoever asked for the token is told on the thread pool.</summary>
public sealed class HandleLossTests
{
    private readonly RecordingProvider _locks = new();
    private readonly FakeHandle _handle;

    public HandleLossTests() => _handle = _locks.Grant(new LockRequest("k"));

    [Fact(Timeout = 30_000)]
    public async Task Token_asked_for_before_the_loss_fires_on_the_thread_pool_once()
    {
        var fired = 0;
        var thread = new TaskCompletionSource<(int Id, bool IsPool)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _handle.LostToken.Register(() =>
        {
            Interlocked.Increment(ref fired);
            thread.TrySetResult((Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread));
        });

        var marker = 0;
        var own = new Thread(() =>
        {
            marker = Environment.CurrentManagedThreadId;
            Assert.True(_handle.MarkLost(LockLossReason.SessionEnded));
            Assert.False(_handle.MarkLost(LockLossReason.NotHeld));
        });
        own.Start();
        own.Join();
        var where = await thread.Task;
        Assert.True(where.IsPool);
        Assert.NotEqual(marker, where.Id);
        Assert.Equal(1, fired);
        Assert.Equal(LockLossReason.SessionEnded, _handle.LossReason);
    }

    [Fact(Timeout = 30_000)]
    public async Task Callback_that_throws_harms_nobody_and_is_logged()
    {
        var ran = 0;
        _handle.LostToken.Register(() => Interlocked.Increment(ref ran));
        _handle.LostToken.Register(static () => throw new InvalidOperationException("of the caller"));
        _handle.MarkLost(LockLossReason.NotHeld);
        while (!_locks.Log.Entries.Any(static entry => entry.Id == 14))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(1, ran);
        var logged = Assert.Single(_locks.Log.Entries, static entry => entry.Id == 14);
        Assert.Equal("of the caller", logged.Exception!.GetBaseException().Message);
    }

    [Fact(Timeout = 30_000)]
    public Task Token_asked_for_after_the_loss_has_fired()
    {
        _handle.MarkLost(LockLossReason.NotHeld);
        Assert.True(_handle.LostToken.IsCancellationRequested);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Lost_lock_is_still_released()
    {
        _handle.MarkLost(LockLossReason.NotHeld);
        Assert.False(_handle.IsReleased);
        await _handle.DisposeAsync();
        Assert.Equal(1, _handle.Releases);
        Assert.True(_handle.IsLost);
    }

    [Fact(Timeout = 30_000)]
    public async Task Released_lock_cannot_be_lost()
    {
        var token = _handle.LostToken;
        await _handle.DisposeAsync();
        Assert.False(_handle.MarkLost(LockLossReason.NotHeld));
        Assert.False(_handle.IsLost);
        Assert.False(token.IsCancellationRequested);
        Assert.Empty(_locks.Log.Entries);
    }

    [Fact(Timeout = 30_000)]
    public async Task Token_asked_for_after_the_release_never_fires()
    {
        await _handle.DisposeAsync();
        Assert.False(_handle.LostToken.CanBeCanceled);
    }

    [Fact(Timeout = 30_000)]
    public Task Token_is_the_same_whenever_it_is_asked_for()
    {
        Assert.Equal(_handle.LostToken, _handle.LostToken);
        Assert.True(_handle.LostToken.CanBeCanceled);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Loss_is_logged_as_an_error_that_names_the_lock_and_the_reason()
    {
        _handle.MarkLost(LockLossReason.SessionEnded);
        var entry = Assert.Single(_locks.Log.Entries);
        Assert.Equal((LogLevel.Error, 13), (entry.Level, entry.Id));
        Assert.Contains("SessionEnded", entry.Message, StringComparison.Ordinal);
        Assert.Contains("recording", entry.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Lost_lock_cannot_be_extended()
    {
        _handle.MarkLost(LockLossReason.NotHeld);
        Assert.False(await _handle.ExtendAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task Token_asked_for_while_the_lock_is_being_lost_fires()
    {
        // The handle has seen that the lock is held, and has no token source yet.
        _handle.Watch = () => _handle.MarkLost(LockLossReason.NotHeld);
        await Wait.ForAsync(_handle.LostToken);
    }

    [Fact(Timeout = 30_000)]
    public async Task Loss_and_release_at_once_end_in_one_of_the_two_orders()
    {
        for (var i = 0; i < 500; i++)
        {
            var handle = _locks.Grant(new LockRequest("k"));
            using var start = new Barrier(2);
            var losing = Task.Run(() =>
            {
                start.SignalAndWait();
                return handle.MarkLost(LockLossReason.NotHeld);
            });
            start.SignalAndWait(TestContext.Current.CancellationToken);
            await handle.DisposeAsync();
            Assert.Equal(await losing, handle.IsLost);
            Assert.Equal(1, handle.Releases);
        }
    }
}
