namespace DistributedLock;

/// <summary>The body ran longer than the lock's <c>MaxHold</c> allows; it was asked to stop.</summary>
public class LockHoldExceededException : LockLostException
{
    /// <summary>Creates the exception.</summary>
    public LockHoldExceededException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
