namespace DistributedLock;

/// <summary>
/// When acquisitions fail at once, because the store behind a provider has been down for a while, instead of each waiting for it in vain. Read once, when the
/// provider is created. Locks that are held are not affected: they are renewed, extended and released as ever.
/// </summary>
public sealed class LockFailFastOptions
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Whether acquisitions fail fast at all. Default <see langword="true"/>.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>
    /// How long the store has to have failed, with no answer in between, until acquisitions fail at once: more than zero, at most one day. Default 10 s, which a
    /// restart of the store or a fail-over may well take. Failures that are more than a minute apart, and more than this, are no outage.
    /// </summary>
    public TimeSpan OpenAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often one acquisition is let through to ask whether the store is back, while all others fail: 0.5 s to one day. Default 5 s.
    /// </summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">A time is out of its range.</exception>
    internal void Validate()
    {
        if (OpenAfter <= TimeSpan.Zero || OpenAfter > Longest)
        {
            throw new ArgumentException($"OpenAfter is {OpenAfter}: expected more than zero, at most one day, such as 10 seconds.", nameof(OpenAfter));
        }

        if (RetryAfter < ShortestPause || RetryAfter > Longest)
        {
            throw new ArgumentException($"RetryAfter is {RetryAfter}: expected 0.5 seconds to one day, such as 5 seconds.", nameof(RetryAfter));
        }
    }

    internal LockFailFastOptions Copy() => (LockFailFastOptions)MemberwiseClone();
}
