namespace DistributedLock;

/// <summary>The base of what goes wrong with a lock.</summary>
public class DistributedLockException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DistributedLockException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The key of the lock; <see langword="null"/> when the failure is not about one lock.</summary>
    public string? Key { get; init; }

    /// <summary>The template of the lock; <see langword="null"/> when it was taken without an attribute.</summary>
    public string? Template { get; init; }
}
