using System.Globalization;

namespace DistributedLock;

/// <summary>One uninterrupted time of one process as the leader. Thread-safe.</summary>
/// <remarks>Made by an election; the constructor is public for tests of code that takes one.</remarks>
public class LeadershipTerm
{
    /// <summary>Creates a term.</summary>
    /// <param name="fencingToken">Its number; <see langword="null"/> where the backend cannot give one.</param>
    /// <param name="startedAt">When it began, by this machine's clock.</param>
    /// <param name="token">Fires when it is over.</param>
    public LeadershipTerm(long? fencingToken, DateTimeOffset startedAt, CancellationToken token)
    {
        FencingToken = fencingToken;
        StartedAt = startedAt;
        Token = token;
    }

    /// <summary>
    /// The number of the term, the fencing token of the election's lock: each term of an election has a higher one than all before it, whichever process led. The numbers have gaps.
    /// <see langword="null"/> where the backend cannot give one (Redis by majority): the term is then exclusive as far as its lease is, and cannot be compared with others.
    /// </summary>
    public long? FencingToken { get; }

    /// <summary>When this process became the leader, by this machine's clock.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Fires once, when the term is over: because the leadership can no longer be counted on, or because the election was stopped.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether the term goes on at this moment; once <see langword="false"/>, always. Looks at the clock, and so may know the end before <see cref="Token"/> fires.</summary>
    public virtual bool IsCurrent => !Token.IsCancellationRequested;

    /// <summary>The number for messages.</summary>
    public override string ToString() => FencingToken?.ToString(CultureInfo.InvariantCulture) ?? "(no number)";
}
