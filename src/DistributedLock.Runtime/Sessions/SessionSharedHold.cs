namespace DistributedLock.Sessions;

/// <summary>The remote shared hold of a key and the number of local holders that live on it. Guarded by the key's gate.</summary>
internal sealed class SessionSharedHold(SessionHold hold)
{
    public SessionHold Hold { get; } = hold;

    public int Holders { get; set; } = 1;
}
