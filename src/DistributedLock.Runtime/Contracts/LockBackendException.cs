namespace DistributedLock;

/// <summary>The store behind a provider is unreachable or broken. The driver's exception, if there is one, is the inner exception.</summary>
public class LockBackendException : DistributedLockException
{
    /// <summary>Creates the exception.</summary>
    public LockBackendException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether trying again may help, as after a cut connection. <see langword="false"/> for what only a person can mend: a wrong password, a missing right.
    /// A waiter goes on waiting over the former, until its time-out; the latter ends the wait. Default <see langword="true"/>.
    /// </summary>
    public bool IsTransient { get; init; } = true;
}
