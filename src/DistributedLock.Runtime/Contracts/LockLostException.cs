namespace DistributedLock;

/// <summary>
/// The lock was lost while the body ran: for a part of that time somebody else may have held it. What the body did may overlap with others.
/// </summary>
public class LockLostException : DistributedLockException
{
    /// <summary>Creates the exception.</summary>
    public LockLostException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
