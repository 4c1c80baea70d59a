using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Sessions;

namespace DistributedLock.Runtime.Tests.Sessions;

internal sealed class FakeSessionHold(FakeSessionStore store, LockResource resource, int slot, long fencingToken) : SessionHold(slot, fencingToken)
{
    /// <summary>What the next verification finds.</summary>
    public LockLossReason Loss { get; set; }

    public override async ValueTask<SessionJoin> TryJoinAsync(bool yieldsToWriters, CancellationToken cancellationToken)
    {
        await store.OnTry(cancellationToken).ConfigureAwait(false);
        return TryJoin(yieldsToWriters, cancellationToken);
    }

    public override SessionJoin TryJoin(bool yieldsToWriters, CancellationToken cancellationToken) =>
        yieldsToWriters && store.Server.IsWriterWaiting(store, resource) ? SessionJoin.Refused : SessionJoin.Joined(FakeSessionStore.NextToken());

    public override async ValueTask<bool> ReleaseAsync()
    {
        try
        {
            await store.OnRelease().ConfigureAwait(false);
        }
        catch
        {
            // As the contract demands: who cannot release ends the session.
            Release();
            throw;
        }

        return Release();
    }

    public override bool Release()
    {
        var wasHeld = store.Server.Unlock(store, resource, Slot);
        HasWokenWaiters = store.Server.Notify(resource);
        return wasHeld;
    }

    public override async ValueTask<LockLossReason> VerifyAsync()
    {
        await Network.HopAsync().ConfigureAwait(false);
        return Loss;
    }

    public void Cut()
    {
        Loss = LockLossReason.SessionEnded;
        ReportLoss(Loss);
    }
}
