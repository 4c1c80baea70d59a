namespace DistributedLock.Testing;

/// <summary>A backend does not do what the contract says. The message tells what was expected and what came.</summary>
public class LockConformanceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LockConformanceException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
