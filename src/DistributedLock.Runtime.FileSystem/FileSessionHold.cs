using DistributedLock.Sessions;

namespace DistributedLock.FileSystem;

/// <summary>A lock file that is open, and thereby locked.</summary>
internal sealed class FileSessionHold(FileSessionStore store, LockFileNames names, FileStream stream, string file, int slot, long fencingToken)
    : SessionHold(slot, fencingToken)
{
    public override SessionJoin TryJoin(bool yieldsToWriters, CancellationToken cancellationToken) =>
        yieldsToWriters && store.Waiters.IsWriterRegistered(names) ? SessionJoin.Refused : SessionJoin.Joined(store.NextToken(names));

    public override ValueTask<SessionJoin> TryJoinAsync(bool yieldsToWriters, CancellationToken cancellationToken) =>
        new(TryJoin(yieldsToWriters, cancellationToken));

    public override bool Release()
    {
        var isOurs = LockFileIdentity.IsCurrent(stream, file);
        stream.Dispose();
        HasWokenWaiters = store.Waiters.Wake(names);
        return isOurs;
    }

    public override ValueTask<bool> ReleaseAsync() => new(Release());

    public override ValueTask<LockLossReason> VerifyAsync()
    {
        try
        {
            return new(LockFileIdentity.IsCurrent(stream, file) ? LockLossReason.None : LockLossReason.NotHeld);
        }
        catch (ObjectDisposedException)
        {
            return new(LockLossReason.None); // released in the meantime
        }
    }
}
