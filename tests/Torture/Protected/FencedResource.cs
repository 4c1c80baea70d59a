namespace DistributedLock.Torture;

/// <summary>
/// What a lock protects, as Kleppmann describes it: a counter and a log that keep out who comes with a token lower than one they have seen. They have seen a token as soon as its holder has
/// <em>read</em>: if only writes counted, a late write between the new holder's read and its write would be accepted, and lost. Not thread-safe.
/// </summary>
/// <remarks>
/// Readers of a reader-writer lock are in together, with a token each. So a reader is kept out by the tokens of writers alone, and a writer by everybody's.
/// Without tokens everything passes.
/// </remarks>
internal sealed class FencedResource
{
    private readonly List<LoggedWrite> _log = [];
    private long _highest = long.MinValue;
    private long _highestExclusive = long.MinValue;

    /// <summary>How many writes were accepted.</summary>
    public long Version { get; private set; }

    /// <summary>What was appended.</summary>
    public IReadOnlyList<LoggedWrite> Log => _log;

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
        var isAccepted = TryChange(token);
        if (isAccepted)
        {
            Version++;
        }

        return (isAccepted, Version);
    }

    /// <summary>Appends to the log what was written before.</summary>
    /// <param name="token">The fencing token.</param>
    /// <param name="written">The version that the write made.</param>
    /// <returns>Whether it was let pass, and the length of the log.</returns>
    public (bool IsAccepted, long Length) Append(long? token, long written)
    {
        var isAccepted = TryChange(token);
        if (isAccepted)
        {
            _log.Add(new LoggedWrite(token, written));
        }

        return (isAccepted, _log.Count);
    }

    private bool TryChange(long? token)
    {
        var isAccepted = token is not { } number || number >= _highest;
        if (isAccepted)
        {
            See(token, isExclusive: true);
        }

        return isAccepted;
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
