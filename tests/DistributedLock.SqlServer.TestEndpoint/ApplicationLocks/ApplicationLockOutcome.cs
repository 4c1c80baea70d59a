namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>The return values of <c>sp_getapplock</c>.</summary>
internal enum ApplicationLockOutcome
{
    Granted = 0,
    GrantedAfterWaiting = 1,
    TimedOut = -1,
    Cancelled = -2,
    DeadlockVictim = -3,
    InvalidCall = -999,
}
