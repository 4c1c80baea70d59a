namespace DistributedLock.Torture;

/// <summary>What a holder sees when it looks at its handle.</summary>
/// <param name="Deadline">
/// When its lease ends unless it is renewed, in microseconds of the machine's monotonic clock; null when there is no lease, or when the deadline has passed and nobody knows for how long.
/// </param>
/// <param name="Lost">Why it counts as lost; null when it does not.</param>
internal readonly record struct HandleLook(long? Deadline, string? Lost)
{
    /// <summary>First the deadline, then the loss: what is not lost was not lost when its deadline was read.</summary>
    /// <param name="handle">The handle.</param>
    /// <param name="clock">The clock of its provider.</param>
    public static HandleLook At(IDistributedLockHandle handle, SteppedClock clock)
    {
        var until = clock.Until(() => handle.ExpiresAt);
        var deadline = until is { } rest && rest.Left > TimeSpan.Zero ? Recorder.MachineMicroseconds(rest.Stamp) + (rest.Left.Ticks / 10) : (long?)null;
        return new HandleLook(deadline, LossOf(handle));
    }

    public static string? LossOf(IDistributedLockHandle handle) => (handle as DistributedLockHandle)?.LossReason is { } reason and not LockLossReason.None ? reason.ToString()
        : handle.LostToken.IsCancellationRequested ? "unknown"
        : null;
}
