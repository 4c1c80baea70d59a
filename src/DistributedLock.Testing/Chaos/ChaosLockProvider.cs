using System.Collections.Concurrent;

namespace DistributedLock.Testing;

/// <summary>
/// Makes the locks of any provider slow, failing and lost, as a network, a store and a stopped process do. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Deterministic: what befalls a request follows from the seed, its key, and how many requests for that key this provider saw before, and from nothing else.
/// Where calls for one key race, the fates come in the same order, and the race decides which caller gets which.
/// </para>
/// <para>
/// A lock that is to be lost is given back to the provider behind at its time; its handle tells of it at once, or, after a pause, later. A provider keeps a lock
/// with <see cref="LockRequest.HoldAtLeast"/> for the rest of that time then, as after a release.
/// </para>
/// </remarks>
public sealed class ChaosLockProvider : InterceptingLockProvider
{
    private readonly ConcurrentDictionary<string, long> _requests = new(StringComparer.Ordinal);
    private readonly ChaosOptions _options;

    /// <summary>Wraps a provider.</summary>
    /// <param name="inner">The provider; disposed with this one.</param>
    /// <param name="options">What is to happen.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting of <paramref name="options"/> cannot work.</exception>
    public ChaosLockProvider(IDistributedLockProvider inner, ChaosOptions options)
        : this(inner, options, ownsInner: true)
    {
    }

    internal ChaosLockProvider(IDistributedLockProvider inner, ChaosOptions options, bool ownsInner)
        : base(inner, NotNull(options).Recorder ?? new LockRecorder(), options.TimeProvider, ownsInner) => _options = options.CheckedCopy();

    private protected override Interception Plan(LockRequest request)
    {
        var number = _requests.AddOrUpdate(request.Key.Value, 1, static (_, last) => last + 1);
        if (_options.AppliesTo?.Invoke(request) == false)
        {
            return Interception.None;
        }

        // All are drawn, needed or not, so that one setting does not change what another one makes happen.
        var draws = new ChaosDraws(_options.Seed, request.Key.Value, number);
        var acquireLatency = _options.AcquireLatency.At(draws.Next());
        var releaseLatency = _options.ReleaseLatency.At(draws.Next());
        var isFaulty = draws.Next() < _options.FaultProbability;
        var isLost = draws.Next() < _options.LossProbability;
        var lossAfter = _options.LossAfter.At(draws.Next());
        var isPaused = draws.Next() < _options.PauseProbability;
        var pauseAfter = _options.PauseAfter.At(draws.Next());
        var pauseLength = _options.PauseLength.At(draws.Next());
        return new Interception
        {
            Delay = acquireLatency,
            ReleaseDelay = releaseLatency,
            Answer = isFaulty ? InterceptedAnswer.Failed : InterceptedAnswer.Passed,
            Failure = request => Fault(request, number),
            Loss = isLost ? new FixedLoss(new LossMoments(lossAfter, lossAfter), LockLossReason.NotHeld)
                : isPaused ? new FixedLoss(new LossMoments(pauseAfter, pauseAfter + pauseLength), LockLossReason.NotRenewed)
                : null,
        };
    }

    private LockBackendException Fault(LockRequest request, long number) => new(FormattableString.Invariant(
        $"Chaos: the store fails on purpose (seed {_options.Seed}, request {number} for the key '{request.Key.Value}', FaultProbability {_options.FaultProbability})."))
    {
        Key = request.Key.Value,
        Template = request.Definition?.Template,
    };

    private static ChaosOptions NotNull(ChaosOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }
}
