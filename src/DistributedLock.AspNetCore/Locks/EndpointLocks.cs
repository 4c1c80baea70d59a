namespace DistributedLock.AspNetCore.Locks;

/// <summary>All locks of one endpoint: a part of its metadata, made when the application starts. Immutable.</summary>
internal sealed class EndpointLocks(string endpoint, IReadOnlyList<EndpointLock> locks, IReadOnlyList<string> problems)
{
    /// <summary>What messages call the endpoint.</summary>
    public string Endpoint { get; } = endpoint;

    public IReadOnlyList<EndpointLock> Locks { get; } = locks;

    /// <summary>Why the locks cannot be taken. The application then does not start; should it run all the same, every request fails.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;

    /// <summary>Whether the locks are held until the response is written: as long as the longest of them.</summary>
    public bool HoldsResponse { get; } = locks.Any(static one => one.HoldsResponse);

    public TimeSpan? RetryAfter { get; } = locks.Max(static one => one.RetryAfter);

    /// <summary>The templates, as answers show them.</summary>
    public string Templates { get; } = string.Join(", ", locks.Select(static one => one.Template.Text).Distinct());

    /// <summary>The same with one more reason why the locks cannot be taken.</summary>
    public EndpointLocks Impossible(string problem) => new(Endpoint, Locks, [.. Problems, problem]);

    /// <exception cref="InvalidOperationException">The locks cannot be taken.</exception>
    public void ThrowIfImpossible()
    {
        if (Problems.Count > 0)
        {
            throw new InvalidOperationException($"The endpoint '{Endpoint}' cannot be locked, so it does not run: {string.Join("; ", Problems)}.");
        }
    }
}
