using DistributedLock.Providers;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace DistributedLock.FailFast;

/// <summary>
/// The circuit breaker of one provider. Polly's knows the states: closed, open for a while, half-open for exactly one question. What counts is decided here, by time
/// and not by a rate: a store that has answered nobody for so long is down, be it asked a thousand times in that time or twice. Thread-safe.
/// </summary>
internal sealed class LockCircuit
{
    private static readonly ResiliencePropertyKey<bool> WasVoid = new("DistributedLock.WasVoid");

    // Failures that are further apart than OpenAfter and this are no row: nobody asked in between. Callers that wait are told of their failure only at the end of their time-out.
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(1);

    private static readonly InvalidOperationException NoAnswer = new("The store gave no answer.");

    private readonly string _provider;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly LockFailFastOptions _options;
    private readonly StoreWatch _watch;
    private readonly ResiliencePipeline<IDistributedLockHandle?> _breaker;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly object _monitor = new();
    private FailureRow? _row;
    private Outage? _outage;
    private int _isCounted; // whether the meter knows of the outage
    private long _askingToldFor; // the Outage.AskedAt for which the log knows that the store is asked again

    public LockCircuit(IDistributedLockProvider provider, StoreWatch watch, LockFailFastOptions options)
    {
        _provider = LockProviderDefaults.NameOf(provider);
        _clock = LockProviderDefaults.ClockOf(provider);
        _logger = LockProviderDefaults.LoggerOf(provider);
        _watch = watch;
        _options = options;
        _breaker = new ResiliencePipelineBuilder<IDistributedLockHandle?> { TimeProvider = new SteadyClock(_clock) }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<IDistributedLockHandle?>
            {
                // The first outcome that counts opens it. Two is the least that the breaker takes, and a row that lasts has as many.
                FailureRatio = 0,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromDays(1),
                BreakDuration = options.RetryAfter,

                // One that shows nothing must not use up the pause: where many give up soon, or ask for a lock that this process waits for, the store would seldom be asked.
                BreakDurationGenerator = arguments => new ValueTask<TimeSpan>(
                    arguments.Context.Properties.TryGetValue(WasVoid, out var wasVoid) && wasVoid ? TimeSpan.Zero : options.RetryAfter),
                ShouldHandle = static arguments => new ValueTask<bool>(arguments.Outcome.Exception is not null),
                StateProvider = _state,
            })
            .Build();
    }

    /// <summary>Whether everybody is let through. Asked for every acquisition.</summary>
    public bool IsClosed => Volatile.Read(ref _outage) is null;

    public CircuitStatus Status
    {
        get
        {
            lock (_monitor)
            {
                return _outage is not { } outage ? new CircuitStatus("closed", null, null)
                    : new CircuitStatus(_state.CircuitState == CircuitState.HalfOpen ? "half-open" : "open", outage.Row.Since, RetryAfter(outage));
            }
        }
    }

    /// <summary>The store has failed somebody. Never throws.</summary>
    public void OnFailed(Exception failure)
    {
        Outage outage;
        lock (_monitor)
        {
            if (failure is LockBackendException { IsTransient: false })
            {
                _row = null; // a refusal is an answer, and comes at once
                return;
            }

            if (_outage is not null)
            {
                _outage = _outage with { Cause = CauseOf(failure) };
                return;
            }

            var now = _clock.GetTimestamp();
            _row = _row is { } row && row.Answers == _watch.Answers && IsNear(_clock.GetElapsedTime(row.Last, now))
                ? row with { Last = now }
                : new FailureRow(_clock.GetUtcNow(), now, now, _watch.Answers);
            var isLong = _clock.GetElapsedTime(_row.Start, now) >= _options.OpenAfter;
            Count(isLong ? failure : null);

            // Some that found it open, and asked after another one's answer had closed it, may have failed: then the breaker is open, and nobody is refused.
            if (!isLong || _state.CircuitState == CircuitState.Closed)
            {
                return;
            }

            _outage = outage = new Outage(_row, CauseOf(failure), _clock.GetTimestamp());
        }

        Volatile.Write(ref _isCounted, LockMeter.CircuitOpened(_provider) ? 1 : 0);
        CircuitLog.Opened(_logger, _provider, SecondsDown(outage), _options.RetryAfter.TotalSeconds, outage.Cause);
    }

    /// <summary>
    /// Lets the question through if its time has come and no other one is on its way: that is known when this returns. It ends when the question was answered, or has taken too long.
    /// </summary>
    public async Task AskAsync(CircuitQuestion question)
    {
        // Without the caller's token: the breaker would look at it, and the question does so itself.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, CancellationToken.None);
        try
        {
            await _breaker.ExecuteOutcomeAsync(
                static async (context, state) =>
                {
                    var circuit = state.circuit;
                    circuit.OnAsked();
                    var answer = await state.question.LetThroughAsync(circuit._clock).ConfigureAwait(false);
                    context.Properties.Set(WasVoid, answer == CircuitAnswer.Void);
                    var failure = state.question.Failure?.SourceException;
                    return answer == CircuitAnswer.Given || (circuit.IsClosed && failure is not LockBackendException)
                        ? Outcome.FromResult<IDistributedLockHandle?>(null)
                        : Outcome.FromException<IDistributedLockHandle?>(failure ?? NoAnswer);
                },
                context,
                (circuit: this, question)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        if (question.IsLetThrough)
        {
            OnQuestionEnded(question);
        }
    }

    /// <summary>What a caller is told that was not let through.</summary>
    public LockBackendException Refuse(LockRequest request)
    {
        var outage = Volatile.Read(ref _outage);
        if (outage is null)
        {
            // Closed at this very moment.
            return new LockBackendException($"{LockMessages.Subject(request)} was not taken: {_provider} answers again only now. Try again.")
            {
                Key = request.Key.Value, Template = request.Definition?.Template,
            };
        }

        var retryAfter = RetryAfter(outage);
        var next = retryAfter == TimeSpan.Zero
            ? "It is being asked again at this moment."
            : FormattableString.Invariant($"It is asked again in {retryAfter.TotalSeconds:0.#} s.");
        return new LockCircuitOpenException(
            FormattableString.Invariant($"{LockMessages.Subject(request)} was not taken: {_provider} has been down since {outage.Row.Since:u} ") +
            FormattableString.Invariant($"({DownFor(outage).TotalSeconds:0} s), so it was not asked. {next} The inner exception is its last failure."),
            outage.Cause)
        {
            Key = request.Key.Value, Template = request.Definition?.Template, DownSince = outage.Row.Since, RetryAfter = retryAfter,
        };
    }

    /// <summary>The provider is disposed: nobody is refused any more, and what it says is told.</summary>
    public void Close()
    {
        Outage? outage;
        lock (_monitor)
        {
            outage = _outage;
            _outage = null;
        }

        if (outage is not null)
        {
            CountClosing();
        }
    }

    private void OnAsked()
    {
        // Once for each pause, however many did not come to the store.
        if (Volatile.Read(ref _outage) is { } outage && Interlocked.Exchange(ref _askingToldFor, outage.AskedAt) != outage.AskedAt)
        {
            CircuitLog.Asked(_logger, _provider);
        }
    }

    private void OnQuestionEnded(CircuitQuestion question)
    {
        Outage? outage;
        bool isClosed;
        lock (_monitor)
        {
            outage = _outage;
            isClosed = _state.CircuitState == CircuitState.Closed;
            _row = isClosed ? null : _row;
            _outage = isClosed || outage is null ? null
                : question.Answer == CircuitAnswer.Void ? outage
                : outage with { AskedAt = _clock.GetTimestamp() };
        }

        if (outage is null)
        {
            return;
        }

        if (isClosed)
        {
            CountClosing();
            CircuitLog.Closed(_logger, _provider, SecondsDown(outage));
        }
        else if (question.Failure?.SourceException is LockBackendException failure)
        {
            CircuitLog.StillDown(_logger, _provider, SecondsDown(outage), CauseOf(failure));
        }
    }

    /// <summary>Inside the monitor. Completes at once: the breaker waits for nothing but what it runs.</summary>
    /// <param name="failure"><see langword="null"/> for one that does not count yet.</param>
    private void Count(Exception? failure)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, CancellationToken.None);
        var counted = _breaker.ExecuteOutcomeAsync(
            static (_, failure) => new ValueTask<Outcome<IDistributedLockHandle?>>(
                failure is null ? Outcome.FromResult<IDistributedLockHandle?>(null) : Outcome.FromException<IDistributedLockHandle?>(failure)),
            context,
            failure);
        counted.GetAwaiter().GetResult();
        ResilienceContextPool.Shared.Return(context);
    }

    private void CountClosing() => LockMeter.CircuitClosed(_provider, Interlocked.Exchange(ref _isCounted, 0) != 0);

    private bool IsNear(TimeSpan gap) => gap <= LongestGap || gap <= _options.OpenAfter;

    private TimeSpan DownFor(Outage outage) => _clock.GetElapsedTime(outage.Row.Start);

    /// <summary>The same as logs have it.</summary>
    private double SecondsDown(Outage outage) => Math.Round(DownFor(outage).TotalSeconds, 1);

    private TimeSpan RetryAfter(Outage outage)
    {
        var rest = _options.RetryAfter - _clock.GetElapsedTime(outage.AskedAt);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    /// <summary>The driver's exception: ours names the key of whoever got it, and others are shown this one.</summary>
    private static Exception CauseOf(Exception failure) => failure is LockBackendException { InnerException: { } inner } ? inner : failure;
}
