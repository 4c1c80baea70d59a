namespace DistributedLock.Sessions;

/// <summary>Whether one more local holder may join a shared hold.</summary>
public readonly struct SessionJoin
{
    private SessionJoin(long? fencingToken)
    {
        IsJoined = true;
        FencingToken = fencingToken;
    }

    /// <summary>It may not: a writer waits.</summary>
    public static SessionJoin Refused => default;

    /// <summary>Whether it may.</summary>
    public bool IsJoined { get; }

    /// <summary>The fencing token of the new holder; <see langword="null"/> where the store has none.</summary>
    public long? FencingToken { get; }

    /// <summary>It may.</summary>
    public static SessionJoin Joined(long? fencingToken) => new(fencingToken);
}
