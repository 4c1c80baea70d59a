using System.Runtime.InteropServices;
using DistributedLock.Elections;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;

namespace DistributedLock;

/// <summary>
/// A candidate in an election on any lock provider: whoever holds the lock of the election leads. All members are thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// A term ends when the lock is lost or the election is stopped. Its token fires then, and only when everything that ran in it has ended (the bodies of <see cref="RunWhileLeaderAsync"/>, and what
/// is registered with its token), the lock is released and, after a loss, this process is a candidate again. So no two bodies of one process ever overlap, however long one ignores its token;
/// after a stop none of two processes do, either.
/// </para>
/// <para>
/// After a crash the next leader follows when the lease ends, or the session; after a stop at once. What is not guaranteed: that a process which was frozen, or whose body ignores its token after a
/// loss, does nothing more in its old term. Fencing tokens are for that.
/// </para>
/// </remarks>
public sealed class LeaderElection : ILeaderElection, IAsyncDisposable, IDisposable
{
    internal const string LogCategory = "DistributedLock.LeaderElection";

    private readonly Candidacy _candidacy;
    private readonly ILogger _logger;
    private readonly ElectionEvents _events;
    private readonly CancellationTokenSource _stop = new(); // never disposed: it has no timer, and late callers may still ask for its token
    private readonly object _gate = new();
    private TaskCompletionSource<bool> _changed = NewChange(); // ends when there is a term, or will never be one
    private ElectedTerm? _term;
    private Task? _run;
    private bool _isStopped;

    /// <summary>Creates a candidate, which takes no part before <see cref="Start"/> or the first wait.</summary>
    /// <param name="provider">Where the lock of the election is. It must outlive the election.</param>
    /// <param name="name">The name that the candidates have in common.</param>
    /// <param name="options">The options; the defaults when not given.</param>
    /// <exception cref="ArgumentException">The name is empty, or an option cannot work.</exception>
    public LeaderElection(IDistributedLockProvider provider, string name, LeaderElectionOptions? options = null)
        : this(provider, name, options ?? new LeaderElectionOptions(), options?.LoggerFactory)
    {
    }

    internal LeaderElection(IDistributedLockProvider provider, string name, LeaderElectionOptions options, ILoggerFactory? loggers)
    {
        if (provider is null)
        {
            throw new ArgumentNullException(nameof(provider));
        }

        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException("An election needs a name, the same for all its candidates; null or an empty text came.", nameof(name));
        }

        Name = name;
        _logger = loggers is null ? LockProviderDefaults.LoggerOf(provider) : SafeLogger.Around(loggers.CreateLogger(LogCategory));
        _events = new ElectionEvents(name, _logger);
        _candidacy = new Candidacy(name, provider, options.CreateRequest(name), _logger);
    }

    /// <inheritdoc/>
    public event EventHandler<LeadershipStartedEventArgs>? LeadershipStarted;

    /// <inheritdoc/>
    public event EventHandler<LeadershipEndedEventArgs>? LeadershipEnded;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLeader => Term is not null;

    /// <inheritdoc/>
    public LeadershipTerm? Term => Volatile.Read(ref _term) is { IsCurrent: true } term ? term : null;

    /// <inheritdoc/>
    public CancellationToken LeadershipToken => Term?.Token ?? new CancellationToken(canceled: true);

    /// <summary>Joins the election, and returns at once. Later calls do nothing; neither do those after a stop.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_run is null && !_isStopped)
            {
                // Not in the caller's context: the candidate outlives whatever request or flow it was started from.
                using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
                {
                    _run = Task.Run(RunAsync);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LeadershipTerm> WaitUntilLeaderAsync(CancellationToken cancellationToken = default) =>
        await WaitForTermAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task RunWhileLeaderAsync(Func<LeadershipTerm, CancellationToken, Task> body, CancellationToken cancellationToken = default) =>
        body is null ? throw new ArgumentNullException(nameof(body)) : RunUntilDoneAsync(body, cancellationToken);

    /// <summary>
    /// Leaves the election for good: ends the term if there is one, waits until everything that ran in it has ended, and releases the lock, so that another candidate leads at once.
    /// </summary>
    /// <param name="cancellationToken">
    /// Ends the waiting, not the stopping. A body that ignores its token keeps the lock until it ends, or the process does: nobody else is to lead beside it.
    /// </param>
    /// <exception cref="OperationCanceledException">The token fired before everything had ended.</exception>
    /// <remarks>Later calls wait for the same end. A body that awaits this waits for itself: let it return, and stop from outside.</remarks>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        // If the process dies here, the lock ends with its lease or session.
        await BeginStop().WaitAsync(Timeout.InfiniteTimeSpan, _candidacy.Clock, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="StopAsync"/>, but waits 5 s at most. Does not throw.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // As above. Who disposes an election whose body goes on may soon dispose the provider, which gives the lock away: that is the caller's decision.
            await BeginStop().WaitAsync(DistributedLockHandle.ReleaseTimeout, _candidacy.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ElectionLog.StopSlow(_logger, Name, DistributedLockHandle.ReleaseTimeout.TotalSeconds);
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Stops, without a wait.</summary>
    /// <returns>The end of everything.</returns>
    internal Task BeginStop()
    {
        bool isFirst;
        Task run;
        lock (_gate)
        {
            isFirst = !_isStopped;
            _isStopped = true;
            run = _run ??= Task.CompletedTask;
        }

        if (isFirst)
        {
            _stop.Cancel(); // ends the wait for the lock, or the term; neither runs code of others on this thread
            WakeWaiters();
        }

        return run;
    }

    private static TaskCompletionSource<bool> NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        // Whoever has no more than the token of a term relies on its lock being held: a candidate that nobody refers to must not be collected.
        var root = GCHandle.Alloc(this);
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                // If the process dies here, see WinAsync: it never led.
                var handle = await _candidacy.WinAsync(_stop.Token).ConfigureAwait(false);
                await LeadAsync(handle).ConfigureAwait(false);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Stopped while it waited: what the wait ended with no longer matters.
        }
        catch (Exception exception)
        {
            ElectionLog.Ended(_logger, Name, exception);
        }
        finally
        {
            lock (_gate)
            {
                _isStopped = true;
            }

            WakeWaiters();
            root.Free();
        }
    }

    private async Task LeadAsync(DistributedLockHandle handle)
    {
        try
        {
            // Who was frozen on the way here has no term, and neither has who was stopped.
            if (!handle.CanBeCountedOn || _stop.IsCancellationRequested)
            {
                return;
            }

            var term = ElectedTerm.Create(Name, handle, OnEnded, _logger);
            Begin(term);
            using (handle.LostToken.Register(static term => ((ElectedTerm)term!).End(LeadershipEndReason.Lost), term))
            using (_stop.Token.Register(static term => ((ElectedTerm)term!).End(LeadershipEndReason.Stopped), term))
            {
                // If the process dies here, its lock ends with its lease or session, and a term with a higher number follows.
                await term.Ended.ConfigureAwait(false);
            }

            // If the process dies here, too: its bodies have died with it.
            await AwaitQuietAsync(term).ConfigureAwait(false);
        }
        finally
        {
            // Now nothing of the term runs any more. If the process dies here, the lock is free or ends as above. Bounded, and does not throw.
            await handle.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Tells before anything can end the term: the events are in order then.</summary>
    private void Begin(ElectedTerm term)
    {
        ElectionLog.Started(_logger, Name, term);
        _events.Post(LeadershipStarted, this, new LeadershipStartedEventArgs(term));
        Volatile.Write(ref _term, term);
        WakeWaiters();
    }

    private void OnEnded(ElectedTerm term, LeadershipEndReason reason)
    {
        lock (_gate)
        {
            // The waiters of the next term wait from here on; after a stop there is none to wait for.
            _changed = _isStopped ? _changed : NewChange();
            Volatile.Write(ref _term, null);
        }

        if (reason == LeadershipEndReason.Lost)
        {
            ElectionLog.Lost(_logger, Name, term);
        }
        else
        {
            ElectionLog.Stopped(_logger, Name, term);
        }

        _events.Post(LeadershipEnded, this, new LeadershipEndedEventArgs(term, reason));
    }

    private async Task AwaitQuietAsync(ElectedTerm term)
    {
        var patience = DistributedLockHandle.ReleaseTimeout;
        try
        {
            await term.Quiet.WaitAsync(patience, _candidacy.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ElectionLog.BodyGoesOn(_logger, Name, term, patience.TotalSeconds);
            await term.Quiet.ConfigureAwait(false);
        }
    }

    private async ValueTask<ElectedTerm> WaitForTermAsync(CancellationToken cancellationToken)
    {
        Start();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ElectedTerm? term;
            Task next;
            lock (_gate)
            {
                if (_isStopped)
                {
                    throw new LeaderElectionStoppedException($"The election '{Name}' was stopped in this process: it will not lead any more.");
                }

                term = _term;
                next = term?.Ended ?? (Task)_changed.Task;
            }

            if (term is { IsCurrent: true })
            {
                return term;
            }

            // A term that the clock has ended is still told to be over by its lost token, a moment later. If the process dies here, it waited for nothing.
            await next.WaitAsync(Timeout.InfiniteTimeSpan, _candidacy.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // No ConfigureAwait(false): the body runs in the caller's context, as if it had been called directly.
    private async Task RunUntilDoneAsync(Func<LeadershipTerm, CancellationToken, Task> body, CancellationToken cancellationToken)
    {
        while (true)
        {
            // If the process dies here, its body does not run.
            var term = await WaitForTermAsync(cancellationToken);
            if (await term.TryRunAsync(body, cancellationToken))
            {
                return;
            }
        }
    }

    private void WakeWaiters()
    {
        lock (_gate)
        {
            _changed.TrySetResult(true);
        }
    }
}
