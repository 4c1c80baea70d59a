namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>One who asks for a lock and may have to wait.</summary>
/// <param name="Owner">Who asks.</param>
/// <param name="Mode">What the owner will hold: with a conversion, the union of what it holds and what it asks for.</param>
/// <param name="IsConversion">Whether the owner holds the lock already: conversions go before all others.</param>
internal sealed record ApplicationLockRequest(ApplicationLockOwner Owner, ApplicationLockMode Mode, bool IsConversion)
{
    private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Granted => _granted.Task;

    public void Grant() => _granted.SetResult();
}
