namespace DistributedLock.SqlServer;

/// <summary>Something that lives on a <see cref="LockSession"/> and is gone with it.</summary>
internal interface ISessionMember
{
    /// <summary>Told once, when the session has ended.</summary>
    void OnSessionEnded();
}
