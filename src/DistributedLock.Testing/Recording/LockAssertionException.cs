namespace DistributedLock.Testing;

/// <summary>The locks were not used as a test expects. The message tells what was expected, what came, and what happened in which order.</summary>
public class LockAssertionException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LockAssertionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
