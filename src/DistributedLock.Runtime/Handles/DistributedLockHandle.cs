using System.Diagnostics;
using DistributedLock.Flow;
using DistributedLock.Telemetry;

namespace DistributedLock;

/// <summary>
/// The part of a handle that is the same for every backend: released exactly once, lost at most once, a lost token that costs nothing until it is
/// asked for, and a release that is bounded in time and never throws. All members are thread-safe.
/// </summary>
public abstract class DistributedLockHandle : IDistributedLockHandle
{
    /// <summary>How long a release may keep its caller: 5 s. It goes on in the background after that.</summary>
    public static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    // The state is one word, so that "released" and "lost, and why" change together: bit 0 is released, the rest is the reason of the loss.
    private const int ReleasedBit = 1;
    private const int ReasonShift = 1;

    private readonly long _fencingToken;
    private readonly bool _hasFencingToken;
    private readonly long _acquiredAtTicks;
    private int _state;
    private LostSource? _lostSource;
    private ObservedHold? _observation;

    /// <summary>Creates a handle that is held.</summary>
    /// <param name="provider">The provider that took the lock.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="acquiredAt">When it was acquired, by this machine's clock.</param>
    /// <param name="fencingToken">The fencing token, where the backend gives one.</param>
    protected DistributedLockHandle(IDistributedLockProvider provider, LockRequest request, DateTimeOffset acquiredAt, long? fencingToken)
    {
        Provider = provider;
        Request = request;
        _acquiredAtTicks = acquiredAt.UtcTicks;
        _hasFencingToken = fencingToken.HasValue;
        _fencingToken = fencingToken.GetValueOrDefault();
    }

    /// <inheritdoc/>
    public LockKey Key => Request.Key;

    /// <inheritdoc/>
    public LockMode Mode => Request.Mode;

    /// <inheritdoc/>
    public virtual DateTimeOffset AcquiredAt => new(_acquiredAtTicks, TimeSpan.Zero);

    /// <inheritdoc/>
    public virtual DateTimeOffset? ExpiresAt => null;

    /// <inheritdoc/>
    public long? FencingToken => _hasFencingToken ? _fencingToken : null;

    /// <inheritdoc/>
    public CancellationToken LostToken
    {
        get
        {
            if (IsLost)
            {
                return new CancellationToken(canceled: true);
            }

            var source = Volatile.Read(ref _lostSource);
            if (source is null)
            {
                if (IsReleased)
                {
                    return CancellationToken.None;
                }

                OnLostTokenRequested();
                source = new LostSource(this);
                source = Interlocked.CompareExchange(ref _lostSource, source, null) ?? source;

                // A loss between the first look and the exchange found no source to cancel.
                if (IsLost)
                {
                    Cancel(source);
                }
            }

            return source.Token;
        }
    }

    /// <summary>Whether the handle was disposed.</summary>
    public bool IsReleased => (Volatile.Read(ref _state) & ReleasedBit) != 0;

    /// <summary>Whether the lock was lost before it was released.</summary>
    public bool IsLost => LossReason != LockLossReason.None;

    /// <summary>Why the lock was lost; <see cref="LockLossReason.None"/> when it was not.</summary>
    public virtual LockLossReason LossReason => (LockLossReason)(Volatile.Read(ref _state) >> ReasonShift);

    /// <summary>
    /// Whether the lock is held at this moment, by the clock: a process that was frozen learns it here before the timer that watches the lease has fired. Once <see langword="false"/>, always.
    /// </summary>
    internal virtual bool CanBeCountedOn => !IsReleased && !IsLost;

    /// <summary>The provider that the caller took the lock from.</summary>
    internal IDistributedLockProvider Provider { get; set; }

    /// <summary>What the async flow remembers of this hold.</summary>
    internal LockFlowNode? FlowNode { get; set; }

    /// <summary>What follows this hold; <see langword="null"/> where nobody wants to know.</summary>
    internal ObservedHold? Observation => Volatile.Read(ref _observation);

    /// <summary>What was asked for.</summary>
    protected internal LockRequest Request { get; }

    /// <inheritdoc/>
    public ValueTask<bool> ExtendAsync(TimeSpan lease, CancellationToken cancellationToken = default)
    {
        if (lease <= TimeSpan.Zero || lease > LockRequest.LongestTimer)
        {
            throw new ArgumentOutOfRangeException(nameof(lease), lease, "The lease must be greater than zero, at most 49 days.");
        }

        return IsReleased || IsLost ? new ValueTask<bool>(false) : ExtendCoreAsync(lease, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => !TryBeginRelease() ? default
        : Observation is { } observation ? new ValueTask(ReleaseObservedAsync(observation))
        : ReleaseAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!TryBeginRelease())
        {
            return;
        }

        var observation = Observation;
        var span = observation?.BeginRelease();
        Release();
        if (observation is not null)
        {
            TellReleased(observation, span);
        }
    }

    /// <summary>Follows this hold to its end. Called once, by who took the lock.</summary>
    internal void Observe(ObservedHold observation)
    {
        // With a full fence, so that a loss at this moment either sees the observation or is seen here.
        Interlocked.Exchange(ref _observation, observation);
        if (IsLost)
        {
            observation.OnLost(LossReason);
        }
    }

    // Async, so that the span is the current one only in here.
    private async Task ReleaseObservedAsync(ObservedHold observation)
    {
        var span = observation.BeginRelease();
        await ReleaseAsync().ConfigureAwait(false); // never throws
        TellReleased(observation, span);
    }

    private void TellReleased(ObservedHold observation, Activity? span)
    {
        if (IsLost)
        {
            observation.OnLost(LossReason); // who lost it may not have come to say so yet
        }

        observation.OnReleased(span);
    }

    private ValueTask ReleaseAsync()
    {
        try
        {
            var release = ReleaseCoreAsync();
            if (!release.IsCompletedSuccessfully)
            {
                return new ValueTask(EndReleaseAsync(release.AsTask()));
            }

            EndRelease(release.Result);
        }
        catch (Exception exception)
        {
            OnReleaseFailed(exception);
        }

        return default;
    }

    private void Release()
    {
        try
        {
            EndRelease(ReleaseCore());
        }
        catch (Exception exception)
        {
            OnReleaseFailed(exception);
        }
    }

    /// <summary>The exception that tells the caller of the body why the lock was lost.</summary>
    internal virtual LockLostException CreateLostException(Exception? innerException) => LockLossMessages.Exception(Request, LossReason, innerException);

    /// <summary>Gives the lock back to the store. Called once. May throw.</summary>
    /// <returns><see langword="false"/> when the store says that the lock was no longer ours.</returns>
    protected abstract ValueTask<bool> ReleaseCoreAsync();

    /// <summary>The synchronous form of <see cref="ReleaseCoreAsync"/>. Bounds its own time.</summary>
    protected abstract bool ReleaseCore();

    /// <summary>Extends the lease. Called only while the lock is held.</summary>
    protected virtual ValueTask<bool> ExtendCoreAsync(TimeSpan lease, CancellationToken cancellationToken) => new(true);

    /// <summary>Called when the lost token is first asked for, by possibly more than one thread.</summary>
    protected virtual void OnLostTokenRequested()
    {
    }

    /// <summary>Called once, when the lock is lost.</summary>
    private protected virtual void OnLost(LockLossReason reason)
    {
        var provider = LockProviderDefaults.NameOf(Provider);
        LockMeter.Lost(Request, provider, reason);
        LockLog.Lost(LockProviderDefaults.LoggerOf(Provider), Request.DisplayName, provider, reason);
    }

    /// <summary>Declares the lock lost and fires the lost token, on the thread pool. Nothing happens when it is already lost or released.</summary>
    /// <returns>Whether this call was the one that declared it.</returns>
    protected internal bool MarkLost(LockLossReason reason) => MarkLost(reason, evenWhenReleased: false);

    private bool MarkLost(LockLossReason reason, bool evenWhenReleased)
    {
        int state;
        do
        {
            state = Volatile.Read(ref _state);
            var isReleased = (state & ReleasedBit) != 0;
            if (state >> ReasonShift != 0 || (isReleased && !evenWhenReleased))
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref _state, state | ((int)reason << ReasonShift), state) != state);

        TellLost(reason);
        return true;
    }

    /// <summary>
    /// Takes the hold away from its holder, for whom the lock is lost by that. What it holds is the caller's to end: a disposal that comes later does nothing.
    /// </summary>
    /// <returns><see langword="false"/> when the holder was first, and has released or is about to.</returns>
    internal bool TryTakeAway(LockLossReason reason)
    {
        int state;
        bool wasLost;
        do
        {
            state = Volatile.Read(ref _state);
            if ((state & ReleasedBit) != 0)
            {
                return false;
            }

            wasLost = state >> ReasonShift != 0;
        }
        while (Interlocked.CompareExchange(ref _state, state | ReleasedBit | (wasLost ? 0 : (int)reason << ReasonShift), state) != state);

        FlowNode?.Release();
        if (!wasLost)
        {
            TellLost(reason);
        }

        return true;
    }

    private void TellLost(LockLossReason reason)
    {
        // First of all the body, then all others.
        if (Volatile.Read(ref _lostSource) is { } source)
        {
            Cancel(source);
        }

        OnLost(reason);
        Observation?.OnLost(reason);
    }

    /// <summary>What the caller registered runs on the thread pool, never inside a renewal or a release; and what it throws harms nobody else.</summary>
    private static void Cancel(LostSource source) => ThreadPool.UnsafeQueueUserWorkItem(
        static state =>
        {
            var source = (LostSource)state!;
            try
            {
                source.Cancel();
            }
            catch (AggregateException exception)
            {
                var provider = source.Handle.Provider;
                LockLog.LostCallbackFailed(
                    LockProviderDefaults.LoggerOf(provider), source.Handle.Request.DisplayName, LockProviderDefaults.NameOf(provider), exception);
            }
        },
        source);

    private bool TryBeginRelease()
    {
        int state;
        do
        {
            state = Volatile.Read(ref _state);
            if ((state & ReleasedBit) != 0)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref _state, state | ReleasedBit, state) != state);

        // From here on the flow may take the key again: it would wait for this release, not for itself.
        FlowNode?.Release();
        return true;
    }

    private void EndRelease(bool wasHeld)
    {
        if (!wasHeld)
        {
            MarkLost(LockLossReason.NotHeld, evenWhenReleased: true);
        }
    }

    private async Task EndReleaseAsync(Task<bool> release)
    {
        try
        {
            EndRelease(await release.WaitAsync(ReleaseTimeout, LockProviderDefaults.ClockOf(Provider)).ConfigureAwait(false));
        }
        catch (TimeoutException timeout) when (!release.IsCompleted)
        {
            LockLog.ReleaseSlow(
                LockProviderDefaults.LoggerOf(Provider), Request.DisplayName, LockProviderDefaults.NameOf(Provider), ReleaseTimeout.TotalSeconds);
            LockMeter.ReleaseFailed(Request, LockProviderDefaults.NameOf(Provider), timeout.GetType().FullName!);
            Observation?.OnReleaseFailed(timeout);
            _ = release.ContinueWith(
                static (late, handle) => ((DistributedLockHandle)handle!).LogReleaseFailed(late.Exception!.GetBaseException()),
                this,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
        catch (Exception exception)
        {
            OnReleaseFailed(exception);
        }
    }

    private void OnReleaseFailed(Exception exception)
    {
        LockMeter.ReleaseFailed(Request, LockProviderDefaults.NameOf(Provider), exception.GetType().FullName!);
        Observation?.OnReleaseFailed(exception);
        LogReleaseFailed(exception);
    }

    private void LogReleaseFailed(Exception exception) =>
        LockLog.ReleaseFailed(LockProviderDefaults.LoggerOf(Provider), Request.DisplayName, LockProviderDefaults.NameOf(Provider), exception);

    /// <summary>
    /// A token keeps its handle. Who has forgotten the handle and works under its token counts on the lock, which must not be taken for abandoned.
    /// </summary>
    private sealed class LostSource(DistributedLockHandle handle) : CancellationTokenSource
    {
        public DistributedLockHandle Handle { get; } = handle;
    }
}
