using System.ComponentModel;

namespace DistributedLock.CompilerServices;

/// <summary>
/// The holding half of a generated job: what is true from the acquisition to the release. Called by generated code only; used by one run of a job.
/// </summary>
/// <remarks>
/// On a loss, the job is also interrupted in its framework's own way, because it may watch a token of the framework's. That makes the job's own token fire,
/// so it has to be remembered who was first: an interruption from elsewhere that came before the loss passes as what it is.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JobHold
{
    private readonly LockHold _hold;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationTokenRegistration _lost;
    private Func<Task>? _interrupt;
    private volatile bool _isInterruptedByLoss;

    private JobHold(IDistributedLockHandle handle, CancellationToken jobToken, Func<Task>? interrupt)
    {
        _hold = new LockHold(handle);
        _interrupt = interrupt;
        JobToken = jobToken;
        var lostToken = handle.LostToken;
        if (jobToken.CanBeCanceled && lostToken.CanBeCanceled)
        {
            _linked = CancellationTokenSource.CreateLinkedTokenSource(jobToken, lostToken);
        }

        if (interrupt is not null)
        {
            _lost = lostToken.Register(static hold => ((JobHold)hold!).OnLost(), this);
        }
    }

    /// <summary>The job's own token.</summary>
    public CancellationToken JobToken { get; }

    /// <summary>The token for the body: fires when the job is interrupted, and when the lock is lost.</summary>
    public CancellationToken Token => _linked is not null ? _linked.Token : JobToken.CanBeCanceled ? JobToken : _hold.Handle.LostToken;

    /// <inheritdoc cref="LockHold.Handle"/>
    public IDistributedLockHandle Handle => _hold.Handle;

    /// <inheritdoc cref="LockHold.Handles"/>
    public IReadOnlyList<IDistributedLockHandle> Handles => _hold.Handles;

    /// <summary>Whether a cancellation of the body comes from the loss of the lock. An interruption of the job from elsewhere goes first.</summary>
    public bool IsCanceledByLoss => _hold.IsCanceledByLoss(_isInterruptedByLoss ? CancellationToken.None : JobToken);

    /// <summary>
    /// Asked for after the release, when the body ended without an exception: what it did may overlap with another holder. <see langword="null"/> where the
    /// lock was not lost.
    /// </summary>
    public LockLostException? Loss => _hold.Loss;

    /// <summary>Starts a hold.</summary>
    /// <param name="handle">What <see cref="LockCall"/> or <see cref="LockClaims"/> gave.</param>
    /// <param name="jobToken">The job's own token.</param>
    /// <param name="interrupt">Interrupts this run of the job in its framework's own way; <see langword="null"/> where there is none.</param>
    public static JobHold Start(IDistributedLockHandle handle, CancellationToken jobToken, Func<Task>? interrupt = null)
    {
        try
        {
            return new JobHold(handle, jobToken, interrupt);
        }
        catch
        {
            // Linking may fail when the framework disposed the source of its token; the job has no hold yet that would release the lock.
            new LockHold(handle).Release();
            throw;
        }
    }

    /// <inheritdoc cref="LockHold.Lost"/>
    public LockLostException Lost(OperationCanceledException canceled) => _hold.Lost(canceled);

    /// <summary>Releases the lock, whatever the job's token says. Bounded in time; never throws.</summary>
    public ValueTask ReleaseAsync()
    {
        // Not waited for, as Dispose would: the interruption may be what the body is running in.
        _interrupt = null;
#if NET
        _lost.Unregister();
#else
        _ = Task.Run(_lost.Dispose);
#endif
        _linked?.Dispose();
        return _hold.ReleaseAsync();
    }

    private void OnLost()
    {
        if (!JobToken.IsCancellationRequested && _interrupt is { } interrupt)
        {
            _isInterruptedByLoss = true;
            _ = InterruptAsync(interrupt);
        }
    }

    private static async Task InterruptAsync(Func<Task> interrupt)
    {
        try
        {
            await interrupt().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The loss itself is logged, and the body's token has fired without the framework's help.
        }
    }
}
