using Microsoft.Extensions.Logging;

namespace DistributedLock;

/// <summary>What an election can be told. Read once, when the election is created or registered.</summary>
public sealed class LeaderElectionOptions
{
    /// <summary>The lease where nothing is said: 15 s.</summary>
    public static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a leader that crashed keeps others from leading, on backends with leases; greater than zero, at most about 49 days. It is renewed at a third of it, and the leadership counts as
    /// lost when two thirds have passed without an answer, so the last third is the body's to end in. Session backends notice a crash by themselves. Default 15 s.
    /// </summary>
    public TimeSpan Lease { get; set; } = DefaultLease;

    /// <summary>The key of the lock behind the election, the same for all candidates; <see langword="null"/> (the default) for <c>leader-election-{name}</c>.</summary>
    public string? Key { get; set; }

    /// <summary>For <c>AddLeaderElection</c>: the name of the registered lock provider; <see langword="null"/> (the default) for the default one.</summary>
    public string? Provider { get; set; }

    /// <summary>Where log messages go; <see langword="null"/> (the default) for the container's, or for the lock provider's where there is no container.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <exception cref="ArgumentException">An option cannot work.</exception>
    internal LockRequest CreateRequest(string name)
    {
        var key = Key ?? "leader-election-" + name;
        if (key.Length == 0)
        {
            throw new ArgumentException("The key of an election is empty: expected a text, or null for the one made from the election's name.", nameof(Key));
        }

        // The candidate is no part of any async flow: what runs in a term may have been started from anywhere.
        // It says every time, so that what is configured for locks in general ends no term and keeps no term's lock.
        return new LockRequest(key) { Lease = Lease, Timeout = Timeout.InfiniteTimeSpan, HoldAtLeast = TimeSpan.Zero, MaxHold = null, TrackFlow = false };
    }
}
