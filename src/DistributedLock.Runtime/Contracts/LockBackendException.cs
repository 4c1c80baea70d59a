namespace DistributedLock;

/// <summary>The store behind a provider is unreachable or broken. The driver's exception, if there is one, is the inner exception.</summary>
public class LockBackendException : DistributedLockException
{
    /// <summary>Creates the exception.</summary>
    public LockBackendException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
