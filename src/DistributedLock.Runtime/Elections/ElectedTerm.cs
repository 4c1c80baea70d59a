using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Elections;

/// <summary>
/// A term as the election sees it: it ends once, and is quiet when everything that ran in it has ended. Thread-safe.
/// </summary>
internal sealed class ElectedTerm : LeadershipTerm
{
    private readonly string _election;
    private readonly DistributedLockHandle _handle;
    private readonly CancellationTokenSource _source; // never disposed: it has no timer, and its token is in others' hands
    private readonly Action<ElectedTerm, LeadershipEndReason> _onEnded;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource<LeadershipEndReason> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private int _participants = 1; // the bodies, and what is registered with the token
    private volatile bool _isOver;

    private ElectedTerm(
        string election, DistributedLockHandle handle, CancellationTokenSource source, Action<ElectedTerm, LeadershipEndReason> onEnded, ILogger logger)
        : base(handle.FencingToken, handle.AcquiredAt, source.Token)
    {
        _election = election;
        _handle = handle;
        _source = source;
        _onEnded = onEnded;
        _logger = logger;
    }

    /// <inheritdoc/>
    public override bool IsCurrent => !_isOver && _handle.CanBeCountedOn;

    /// <summary>Ends with the term.</summary>
    public Task<LeadershipEndReason> Ended => _ended.Task;

    /// <summary>Ends when the term is over and every body and every callback of its token has ended.</summary>
    public Task Quiet => _quiet.Task;

    /// <param name="election">The election's name, for messages.</param>
    /// <param name="handle">The lock. The caller releases it.</param>
    /// <param name="onEnded">Called once at the end, before the token fires.</param>
    /// <param name="logger">Where it is told that a callback threw.</param>
    public static ElectedTerm Create(string election, DistributedLockHandle handle, Action<ElectedTerm, LeadershipEndReason> onEnded, ILogger logger) =>
        new(election, handle, new CancellationTokenSource(), onEnded, logger);

    /// <summary>Runs a body unless the term is over. Not in a context of its own: the body runs in the caller's, as if it had been called directly.</summary>
    /// <returns>Whether the body was done before the term was over.</returns>
    public async Task<bool> TryRunAsync(Func<LeadershipTerm, CancellationToken, Task> body, CancellationToken cancellationToken)
    {
        if (!TryEnter())
        {
            return false;
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Token);

            // If the process dies here, so does its body; the next leader begins it anew.
            await body(this, either.Token);
            return IsCurrent;
        }
        catch (OperationCanceledException) when (!IsCurrent && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends the term; the first call counts. Returns at once: what is registered with the token runs on the thread pool.</summary>
    public void End(LeadershipEndReason reason)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static term => ((ElectedTerm)term!).Cancel(), this);
        try
        {
            _onEnded(this, reason);
        }
        finally
        {
            _ended.TrySetResult(reason); // whatever a logger throws
        }
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (AggregateException exception)
        {
            ElectionLog.TokenCallbackFailed(_logger, _election, exception);
        }
        finally
        {
            Leave();
        }
    }

    private bool TryEnter()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return false;
            }

            _participants++;
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_participants > 0)
            {
                return;
            }
        }

        _quiet.TrySetResult(true);
    }
}
