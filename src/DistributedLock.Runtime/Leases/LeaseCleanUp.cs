using DistributedLock.LocalQueues;

namespace DistributedLock.Leases;

/// <summary>
/// Removes, in the background, what a request with an unknown outcome may have left in the store. It always ends: what it cannot remove ends by itself when
/// its lease is over. Thread-safe.
/// </summary>
internal sealed class LeaseCleanUp(LeaseLockProvider provider)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly HashSet<Task> _running = [];

    /// <summary>What is still being removed.</summary>
    public Task All
    {
        get
        {
            lock (_running)
            {
                return Task.WhenAll(_running.ToArray());
            }
        }
    }

    /// <summary>Releases a lease by its owner until the store says that it is not there.</summary>
    /// <param name="claim">The lease.</param>
    /// <param name="request">The request it was for.</param>
    /// <param name="underWay">The try that nobody waits for any more; <see langword="null"/> when it has ended.</param>
    /// <param name="longest">The longest rest that the lease can have.</param>
    /// <param name="keepFor">More than zero: the lease is set to this rest instead.</param>
    /// <returns>Ends when the store has confirmed it, or when the lease is over and the try has ended; with the provider's disposal also when the try does not end. Never fails.</returns>
    public Task Release(LeaseClaim claim, LockRequest request, Task? underWay, TimeSpan longest, TimeSpan keepFor = default) =>
        Run(ReleaseAsync(claim, request, underWay, longest, keepFor));

    /// <summary>Makes the store forget a waiter. Where that fails, the traces end by themselves.</summary>
    /// <param name="claim">The claim of one of its tries.</param>
    /// <param name="request">The request it was for.</param>
    /// <param name="lastTry">The cleaning up after its last try, if there is any: that try may still leave a trace.</param>
    public Task Withdraw(LeaseClaim claim, LockRequest request, Task? lastTry) => Run(WithdrawAsync(claim, request, lastTry ?? Task.CompletedTask));

    /// <summary>Ends a subscription.</summary>
    public Task Unsubscribe(ILeaseSubscription subscription) => Run(UnsubscribeAsync(subscription));

    private Task Run(Task task)
    {
        if (task.IsCompleted)
        {
            return task;
        }

        lock (_running)
        {
            _running.Add(task);
        }

        _ = task.ContinueWith(
            static (ended, cleanUp) =>
            {
                var running = ((LeaseCleanUp)cleanUp!)._running;
                lock (running)
                {
                    running.Remove(ended);
                }
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task;
    }

    private static async Task UnsubscribeAsync(ILeaseSubscription subscription)
    {
        try
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
        }
        catch
        {
            // Its contract is not to throw. A disposal of the provider goes on to release what it holds all the same.
        }
    }

    private async Task ReleaseAsync(LeaseClaim claim, LockRequest request, Task? underWay, TimeSpan longest, TimeSpan keepFor)
    {
        var calls = provider.Calls(isAsync: true);
        var start = calls.Clock.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            // Read before the release: a try that has ended before it cannot take the lease after it.
            var hasEnded = underWay is null || underWay.IsCompleted;
            try
            {
                var passed = calls.Clock.GetElapsedTime(start);
                await calls.ReleaseAsync(claim, keepFor > passed ? keepFor - passed : TimeSpan.Zero).ConfigureAwait(false);
                provider.StoreWatch.OnAnswered();
                if (hasEnded)
                {
                    return;
                }
            }
            catch (Exception exception)
            {
                provider.OnCleanUpFailed(request, exception);
            }

            var isOver = calls.Clock.GetElapsedTime(start) > longest;
            if (hasEnded && (isOver || provider.Closing.IsCancellationRequested))
            {
                return;
            }

            if (provider.Closing.IsCancellationRequested)
            {
                // The disposal waits for this, for a time: the try may still take the lease, and then it is released once more. Later there is no store to ask, and
                // the lease ends by itself.
                if (!await HasEndedSoonAsync(underWay!, calls).ConfigureAwait(false))
                {
                    return;
                }

                continue;
            }

            if (isOver)
            {
                // Asked often enough. But a try that arrives this late takes a whole lease.
                await EndOfAsync(underWay!).ConfigureAwait(false);
                start = calls.Clock.GetTimestamp();
                continue;
            }

            await PauseAsync(pause, hasEnded ? null : underWay).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    private async Task EndOfAsync(Task underWay)
    {
        try
        {
            await underWay.WaitAsync(Timeout.InfiniteTimeSpan, provider.TimeProvider, provider.Closing).ConfigureAwait(false);
        }
        catch
        {
            // However it ended, or the provider is disposed: the caller looks.
        }
    }

    private static async Task<bool> HasEndedSoonAsync(Task underWay, LeaseCalls calls)
    {
        try
        {
            await underWay.WaitAsync(calls.Store.OperationTimeout, calls.Clock).ConfigureAwait(false);
        }
        catch
        {
            // However it ended: that is looked at below.
        }

        return underWay.IsCompleted;
    }

    private async Task PauseAsync(TimeSpan pause, Task? underWay)
    {
        var sleep = new WakeUp().SleepAsync(pause, provider.TimeProvider, CancellationToken.None, provider.Closing, isAsync: true).AsTask();
        await (underWay is null ? sleep : Task.WhenAny(sleep, underWay)).ConfigureAwait(false);
    }

    private async Task WithdrawAsync(LeaseClaim claim, LockRequest request, Task lastTry)
    {
        await lastTry.ConfigureAwait(false);
        try
        {
            var calls = provider.Calls(isAsync: true);
            await calls.Bounded(AsTask(calls.Store.WithdrawAsync(claim, CancellationToken.None)), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            provider.OnCleanUpFailed(request, exception);
        }

        static async Task<bool> AsTask(ValueTask task)
        {
            await task.ConfigureAwait(false);
            return true;
        }
    }
}
