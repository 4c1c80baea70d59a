namespace DistributedLock;

/// <summary>What locked endpoints answer when their handler does not run, or not to its end. Read once, when the application starts.</summary>
public sealed class DistributedLockEndpointOptions
{
    /// <summary>The status of a request whose lock is held elsewhere, from 400 to 599. Default 409 (Conflict).</summary>
    public int ContendedStatusCode { get; set; } = 409;

    /// <summary>
    /// After which time a client may try again that found the lock held elsewhere, in whole seconds, rounded up, at least one. Default 1 s. An endpoint may
    /// have a time of its own.
    /// </summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The same for a client whose request ended because the store of the locks cannot be reached, or because the lock was lost. Default 5 s.
    /// </summary>
    public TimeSpan UnavailableRetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    internal IEnumerable<string> Problems()
    {
        if (ContendedStatusCode is < 400 or > 599)
        {
            yield return $"ContendedStatusCode is {ContendedStatusCode}: expected a status of an error, 400 to 599, such as 409 or 423";
        }

        if (RetryAfter < TimeSpan.Zero)
        {
            yield return $"RetryAfter is {RetryAfter}: expected zero or more";
        }

        if (UnavailableRetryAfter < TimeSpan.Zero)
        {
            yield return $"UnavailableRetryAfter is {UnavailableRetryAfter}: expected zero or more";
        }
    }
}
