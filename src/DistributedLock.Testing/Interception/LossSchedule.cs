namespace DistributedLock.Testing;

/// <summary>Carries out the planned loss of one hold at its times, counted from the creation; not at all once the hold has ended. Thread-safe.</summary>
internal sealed class LossSchedule(InterceptedLockHandle handle, LockLoss loss, SimulatedLease? lease, TimeProvider clock)
{
    private readonly object _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private ITimer? _freeing;
    private ITimer? _telling;
    private bool _isCanceled;

    /// <summary>Sets the timers, or sets them anew after the lease was extended.</summary>
    public void Arm()
    {
        lock (_gate)
        {
            _freeing?.Dispose();
            _telling?.Dispose();
            if (_isCanceled || loss.MomentsOf(lease) is not { } moments)
            {
                return;
            }

            // The holder first, so that a loss that both see at the same moment is no overlap in the record.
            var isTogether = moments.Told == moments.Freed;
            _telling = At(moments.Told, isTogether ? End : Tell);
            _freeing = isTogether ? null : At(moments.Freed, Free);
        }
    }

    /// <summary>The hold has ended.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _isCanceled = true;
            _freeing?.Dispose();
            _telling?.Dispose();
        }
    }

    private static void Tell(InterceptedLockHandle handle, LockLossReason reason) => handle.Tell(reason);

    private static void Free(InterceptedLockHandle handle, LockLossReason reason) => handle.Free();

    private static void End(InterceptedLockHandle handle, LockLossReason reason)
    {
        handle.Tell(reason);
        handle.Free();
    }

    /// <returns>The timer; <see langword="null"/> when the moment has come already, and it is done.</returns>
    private ITimer? At(TimeSpan moment, Action<InterceptedLockHandle, LockLossReason> action)
    {
        var rest = moment - clock.GetElapsedTime(_start);
        if (rest <= TimeSpan.Zero)
        {
            action(handle, loss.Reason);
            return null;
        }

        // By a weak reference: a handle that nobody has any more is abandoned, and must be collected.
        return clock.CreateTimer(
            static state =>
            {
                var (reference, action, reason) = ((WeakReference<InterceptedLockHandle>, Action<InterceptedLockHandle, LockLossReason>, LockLossReason))state!;
                if (reference.TryGetTarget(out var handle))
                {
                    action(handle, reason);
                }
            },
            (new WeakReference<InterceptedLockHandle>(handle), action, loss.Reason),
            rest,
            Timeout.InfiniteTimeSpan);
    }
}
