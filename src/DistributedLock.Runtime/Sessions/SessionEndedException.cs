namespace DistributedLock.Sessions;

/// <summary>A session ended before it gave an answer. What it held has ended with it. A store turns this into a <see cref="LockBackendException"/>.</summary>
public sealed class SessionEndedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="isTimeout">See <see cref="IsTimeout"/>.</param>
    /// <param name="reason">The driver's exception; <see langword="null"/> when the session had ended before.</param>
    public SessionEndedException(bool isTimeout, Exception? reason)
        : base("The connection ended.", reason) => IsTimeout = isTimeout;

    /// <summary>Whether the session was given up because no answer came. Trying at once on another one would only take as long again.</summary>
    public bool IsTimeout { get; }
}
