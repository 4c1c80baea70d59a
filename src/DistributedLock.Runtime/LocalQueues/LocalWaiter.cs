namespace DistributedLock.LocalQueues;

/// <summary>
/// One place in the queue of a <see cref="LocalLock"/>. Its task ends with <see langword="true"/> when the place is called up, with
/// <see langword="false"/> when the time is over. Who ends it is decided under the lock, so a place is never both called up and given up.
/// </summary>
internal sealed class LocalWaiter(LocalLock owner, LockMode mode, int permits)
    : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public LockMode Mode { get; } = mode;

    public int Permits { get; } = permits;

    /// <summary>Neighbours in the queue; guarded by the lock.</summary>
    public LocalWaiter? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    public LocalWaiter? Next { get; set; }

    /// <summary>Whether the place is still in the queue; guarded by the lock.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Waits until the place is called up.</summary>
    /// <returns><see langword="false"/> when the time-out passed first; the place is given up.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        var watch = new LocalWaitWatch(owner, this, timeout, clock);
        try
        {
            using (Register(cancellationToken))
            {
                // Whatever ends this wait has taken the place out of the queue, or has made this caller a holder.
                return await Task.ConfigureAwait(false);
            }
        }
        finally
        {
            watch.Dispose();
        }
    }

    /// <summary>The synchronous form of <see cref="WaitAsync"/>: the releasing thread wakes this one, without the thread pool in between.</summary>
    public bool Wait(TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        var watch = new LocalWaitWatch(owner, this, timeout, clock);
        try
        {
            using (Register(cancellationToken))
            {
                return Task.GetAwaiter().GetResult();
            }
        }
        finally
        {
            watch.Dispose();
        }
    }

    private CancellationTokenRegistration Register(CancellationToken cancellationToken) => !cancellationToken.CanBeCanceled
        ? default
        : cancellationToken.Register(
            static state =>
            {
                var (owner, waiter, token) = ((LocalLock, LocalWaiter, CancellationToken))state!;
                if (owner.TryGiveUp(waiter))
                {
                    waiter.TrySetCanceled(token);
                }
            },
            (owner, this, cancellationToken));
}
