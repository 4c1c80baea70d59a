namespace DistributedLock.LocalQueues;

/// <summary>
/// What a remote waiter sleeps on: woken by the store, by the poll timer, by cancellation, or by the provider's disposal. Whoever is woken looks for the
/// reason, so a wake-up too many does no harm, and none gets lost: <see cref="Reset"/> comes before the try whose failure leads to the sleep.
/// </summary>
internal sealed class WakeUp
{
    private TaskCompletionSource<bool> _signal = NewSignal();

    public void Signal() => Volatile.Read(ref _signal).TrySetResult(true);

    public void Reset()
    {
        if (_signal.Task.IsCompleted)
        {
            Volatile.Write(ref _signal, NewSignal());
        }
    }

    /// <summary>Sleeps until woken, at most for <paramref name="delay"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async ValueTask SleepAsync(
        TimeSpan delay, TimeProvider clock, CancellationToken cancellationToken, CancellationToken closing, bool isAsync)
    {
        // Timers count in whole milliseconds: rounding up avoids an empty round just before the deadline.
        delay = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
        var signal = _signal.Task;
        using (cancellationToken.Register(static wakeUp => ((WakeUp)wakeUp!).Signal(), this))
        using (closing.Register(static wakeUp => ((WakeUp)wakeUp!).Signal(), this))
        using (clock.CreateTimer(static wakeUp => ((WakeUp)wakeUp!).Signal(), this, delay, Timeout.InfiniteTimeSpan))
        {
            if (isAsync)
            {
                await signal.ConfigureAwait(false);
            }
            else
            {
                // On the system's clock the thread ends its sleep by itself, so a starved thread pool (timers run there) cannot prolong the wait.
                signal.Wait(clock == TimeProvider.System ? (int)Math.Min(delay.TotalMilliseconds, int.MaxValue) : Timeout.Infinite, CancellationToken.None);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
