using DistributedLock.LocalQueues;

namespace DistributedLock.Sessions;

/// <summary>
/// The waiting writers of one key in this process. The first one registers <see cref="SessionIntentKind.Write"/> for all of them, the last one takes it
/// back. A writer counts from the moment it has to wait, be it for others of its own process or for the store.
/// </summary>
internal sealed class SessionWriters
{
    private readonly LocalLock _gate = new();
    private int _count;
    private ISessionIntent? _intent;

    /// <summary>Whether the intent is registered, or about to be.</summary>
    public bool AreAnnounced => Volatile.Read(ref _count) > 0;

    public async ValueTask AddAsync(LockResource resource, SessionCalls calls, CancellationToken cancellationToken)
    {
        // Cancelled here: nothing was touched.
        await calls.EnterAsync(_gate, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        var isAdded = false;
        try
        {
            Volatile.Write(ref _count, _count + 1);

            // Cancelled or failed here: nothing is registered, and the count goes back. The process dies: the intent dies with it.
            _intent ??= await calls.RegisterAsync(resource, SessionIntentKind.Write, onWake: null, cancellationToken).ConfigureAwait(false);
            isAdded = true;
        }
        finally
        {
            if (!isAdded)
            {
                Volatile.Write(ref _count, _count - 1);
            }

            _gate.Exit();
        }
    }

    /// <param name="resource">What was waited for.</param>
    /// <param name="calls">How to call.</param>
    /// <param name="isLockTaken">
    /// Whether the writer got the lock. If not, readers may have stood back from a lock that is free, and nobody else is going to tell them.
    /// </param>
    public async ValueTask RemoveAsync(LockResource resource, SessionCalls calls, bool isLockTaken)
    {
        // Not cancellable: whatever ended the wait, the intent must go.
        await calls.EnterAsync(_gate, Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
        try
        {
            Volatile.Write(ref _count, _count - 1);
            if (_count > 0 || _intent is not { } intent)
            {
                return;
            }

            _intent = null;
            await calls.UnregisterAsync(intent).ConfigureAwait(false);
        }
        finally
        {
            _gate.Exit();
        }

        if (!isLockTaken)
        {
            await calls.NotifyAsync(resource).ConfigureAwait(false);
        }
    }
}
