namespace DistributedLock.Sessions;

/// <summary>What lives on a <see cref="LockSession"/> and ends with it: a hold, or a waiter's announcement.</summary>
public interface ILockSessionMember
{
    /// <summary>The session has ended, and this with it. Called once, on any thread; must neither wait nor throw.</summary>
    void OnSessionEnded();
}
