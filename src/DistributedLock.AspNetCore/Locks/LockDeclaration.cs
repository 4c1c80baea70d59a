namespace DistributedLock.AspNetCore.Locks;

/// <summary>One lock as it was declared for an endpoint, by <c>WithDistributedLock</c> or by the attribute.</summary>
/// <param name="Template">The key template.</param>
/// <param name="Options">How the lock is taken.</param>
/// <param name="Problems">What the declaration asks for that an endpoint cannot do.</param>
internal sealed record LockDeclaration(string Template, EndpointLockOptions Options, IReadOnlyList<string> Problems)
{
    /// <summary>The attribute on a controller action.</summary>
    public static LockDeclaration Of(DistributedLockAttribute attribute) => new(
        attribute.Key,
        new EndpointLockOptions
        {
            Timeout = Wait(attribute),
            Mode = attribute.Mode,
            MaxConcurrency = attribute.MaxConcurrency == 0 ? 1 : attribute.MaxConcurrency,
            Lease = Seconds(attribute.LeaseSeconds),
            HoldAtLeast = Seconds(attribute.HoldAtLeastSeconds),
            MaxHold = Seconds(attribute.MaxHoldSeconds),
            Scope = attribute.Scope,
            Provider = attribute.Provider,
            Profile = attribute.Profile,
        },
        [.. Contradictions(attribute)]);

    private static IEnumerable<string> Contradictions(DistributedLockAttribute attribute)
    {
        if (attribute.OnContention is not (Contention.Default or Contention.Throw))
        {
            yield return $"OnContention is {attribute.OnContention}: a request whose lock is held elsewhere is answered with status 409, so remove OnContention";
        }

        if (attribute.Fallback is not null || attribute.Core is not null)
        {
            yield return "Core and Fallback name methods of a locked partial method: an action is its own body, so remove them";
        }

        if (!double.IsNaN(attribute.RescheduleSeconds))
        {
            yield return "RescheduleSeconds is for jobs: a request cannot be run again later, so remove it";
        }

        if (!double.IsNaN(attribute.TimeoutSeconds) && !double.IsNaN(attribute.TimeoutMinutes))
        {
            yield return "TimeoutSeconds and TimeoutMinutes are both set: keep one of them";
        }
    }

    private static TimeSpan? Wait(DistributedLockAttribute attribute)
    {
        var seconds = double.IsNaN(attribute.TimeoutSeconds) ? attribute.TimeoutMinutes * 60 : attribute.TimeoutSeconds;
        return double.IsPositiveInfinity(seconds) ? Timeout.InfiniteTimeSpan : Seconds(seconds);
    }

    // What TimeSpan cannot hold is out of the range of every option: the request says so, by name.
    private static TimeSpan? Seconds(double value) => double.IsNaN(value) ? null
        : Math.Abs(value) > TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.MaxValue
        : TimeSpan.FromSeconds(value);
}
