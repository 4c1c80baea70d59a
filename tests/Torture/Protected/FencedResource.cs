namespace DistributedLock.Torture;

/// <summary>
/// What a lock protects, as Kleppmann describes it: a value that keeps out who comes with a token lower than one it has seen. It has seen a token as soon as its holder has <em>read</em>: if only
/// writes counted, a late write between the new holder's read and its write would be accepted, and lost. Not thread-safe.
/// </summary>
/// <remarks>
/// Readers of a reader-writer lock are in together, with a token each. So a reader is kept out by the tokens of writers alone, and a writer by everybody's.
/// Without tokens everything passes.
/// </remarks>
internal sealed class FencedResource
{
    private long _highest = long.MinValue;
    private long _highestExclusive = long.MinValue;

    /// <summary>How many writes were accepted.</summary>
    public long Version { get; private set; }

    public (bool IsAccepted, long Version) Read(long? token, Access access)
    {
        var isExclusive = access == Access.Exclusive;
        var isAccepted = token is not { } number || number >= (isExclusive ? _highest : _highestExclusive);
        if (isAccepted)
        {
            See(token, isExclusive);
        }

        return (isAccepted, Version);
    }

    public (bool IsAccepted, long Version) Write(long? token)
    {
        var isAccepted = token is not { } number || number >= _highest;
        if (isAccepted)
        {
            See(token, isExclusive: true);
            Version++;
        }

        return (isAccepted, Version);
    }

    private void See(long? token, bool isExclusive)
    {
        if (token is not { } number)
        {
            return;
        }

        _highest = Math.Max(_highest, number);
        _highestExclusive = isExclusive ? Math.Max(_highestExclusive, number) : _highestExclusive;
    }
}
