namespace DistributedLock.Sessions;

/// <summary>What a successful try gave to one local holder.</summary>
internal sealed class SessionGrant(SessionHold hold, long? fencingToken, SessionSharedHold? shared)
{
    public SessionHold Hold { get; } = hold;

    public long? FencingToken { get; } = fencingToken;

    /// <summary>The end of its intents, which its release waits for; <see langword="null"/> where there were none. Never fails.</summary>
    public Task? Withdrawal { get; set; }

    /// <summary>What the holder shares with others of this process; <see langword="null"/> for an exclusive lock or a permit.</summary>
    public SessionSharedHold? Shared { get; } = shared;
}
