namespace DistributedLock;

/// <summary>The current async flow already holds the lock that it asks for: waiting for it would be waiting for itself.</summary>
public class LockReentrancyException : DistributedLockException
{
    /// <summary>Creates the exception.</summary>
    public LockReentrancyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
