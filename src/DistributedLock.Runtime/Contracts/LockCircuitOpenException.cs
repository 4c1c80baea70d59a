namespace DistributedLock;

/// <summary>
/// The store behind a provider has been down for a while, so this acquisition failed at once, without asking it: see <see cref="LockFailFastOptions"/>. What
/// went wrong last is the inner exception.
/// </summary>
public sealed class LockCircuitOpenException : LockBackendException
{
    /// <summary>Creates the exception.</summary>
    public LockCircuitOpenException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>When the store failed first, with no answer since; by the provider's clock.</summary>
    public DateTimeOffset DownSince { get; init; }

    /// <summary>How long until the next acquisition is let through to ask the store again; zero when one is asking at this moment.</summary>
    public TimeSpan RetryAfter { get; init; }
}
