namespace DistributedLock.Testing;

/// <summary>
/// The first half of a rule: which requests it is for. A verb (<see cref="Contend"/>, <see cref="Expire"/>, ...) completes it and adds it to the script; without
/// one there is no rule. Immutable and thread-safe.
/// </summary>
public sealed class ScriptedRequests
{
    private readonly LockScript _script;
    private readonly Func<LockRequest, bool> _applies;
    private readonly string _text;
    private readonly int? _times;
    private readonly TimeSpan _delay;

    internal ScriptedRequests(LockScript script, Func<LockRequest, bool> applies, string text, int? times = null, TimeSpan delay = default)
    {
        _script = script;
        _applies = applies;
        _text = text;
        _times = times;
        _delay = delay;
    }

    /// <summary>The rule is for the next one only.</summary>
    public ScriptedRequests Once() => Next(1);

    /// <summary>The rule is for the next ones only. Not said: always.</summary>
    /// <param name="times">How many, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1.</exception>
    public ScriptedRequests Next(int times) => times >= 1
        ? new ScriptedRequests(_script, _applies, _text, times, _delay)
        : throw new ArgumentOutOfRangeException(nameof(times), times, "times must be 1 or more: the number of requests that the rule is for.");

    /// <summary>Whatever becomes of the request, it comes later; the delay counts against its time-out. A request that is passed on has one try left in any case.</summary>
    /// <param name="delay">More than zero, at most about 49 days, by the fake's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is outside that range.</exception>
    public ScriptedRequests After(TimeSpan delay) => new(_script, _applies, _text, _times, Argument.PositiveSpan(delay, nameof(delay)));

    /// <summary>The request gets the lock in its turn: an exception from a rule that stands behind this one.</summary>
    public ScriptedRule Grant() => Add("granted", new Interception());

    /// <summary>The request gets the lock in its turn, but is kept back first. The same as <see cref="After"/> and <see cref="Grant"/>.</summary>
    /// <inheritdoc cref="After"/>
    public ScriptedRule Slow(TimeSpan delay) => After(delay).Grant();

    /// <summary>The request ends at once without the lock, as if its time-out had passed.</summary>
    public ScriptedRule Contend() => Add("contended", new Interception { Answer = InterceptedAnswer.Contended });

    /// <summary>The request waits for its whole time-out, by the fake's clock, and ends without the lock.</summary>
    public ScriptedRule TimeOut() => Add("timed out", new Interception { Answer = InterceptedAnswer.TimedOut });

    /// <summary>The request throws a <see cref="LockBackendException"/>, as when the store is down.</summary>
    public ScriptedRule Fail() => Fail(request => new LockBackendException($"The fake store fails on purpose: its script has a rule for {_text}.")
    {
        Key = request.Key.Value,
        Template = request.Definition?.Template,
    });

    /// <summary>The request throws.</summary>
    /// <param name="exception">What it throws.</param>
    public ScriptedRule Fail(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Fail(_ => exception);
    }

    /// <summary>The request throws.</summary>
    /// <param name="exception">Makes what it throws.</param>
    public ScriptedRule Fail(Func<LockRequest, Exception> exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Add("failed", new Interception { Answer = InterceptedAnswer.Failed, Failure = exception });
    }

    /// <summary>The request gets the lock in its turn, and loses it: it is taken away, and the holder hears of it at that moment.</summary>
    /// <param name="time">How long after the acquisition, from zero to about 49 days, by the fake's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is outside that range.</exception>
    public ScriptedRule LoseAfter(TimeSpan time)
    {
        Argument.Span(time, nameof(time));
        return Add(
            FormattableString.Invariant($"lost after {time.TotalSeconds:0.###} s"),
            new Interception { Loss = new FixedLoss(new LossMoments(time, time), LockLossReason.NotHeld) });
    }

    /// <summary>
    /// The request gets the lock in its turn, and its lease is not renewed: the holder hears of the loss when two thirds of the lease have passed, and the
    /// lock is free at its end. <see cref="IDistributedLockHandle.ExtendAsync"/> moves both.
    /// </summary>
    public ScriptedRule Expire() => Add("expired", new Interception { Loss = new ExpiryLoss() });

    /// <summary>
    /// The request gets the lock in its turn, and its holder is as a process that is stopped for a while: the lease is not renewed, and the holder hears of
    /// nothing until the pause is over. If the lease has ended by then, others could have the lock before the holder heard of it. A pause that leaves less
    /// than two thirds of the lease without a renewal does no harm.
    /// </summary>
    /// <param name="after">How long after the acquisition the pause begins, from zero to about 49 days, by the fake's clock.</param>
    /// <param name="duration">How long it lasts, more than zero, at most about 49 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public ScriptedRule Pause(TimeSpan after, TimeSpan duration)
    {
        Argument.Span(after, nameof(after));
        Argument.PositiveSpan(duration, nameof(duration));
        Argument.Span(after + duration, nameof(duration));
        return Add(
            FormattableString.Invariant($"paused after {after.TotalSeconds:0.###} s for {duration.TotalSeconds:0.###} s"),
            new Interception { Loss = new PauseLoss(after, duration) });
    }

    private ScriptedRule Add(string outcome, Interception interception)
    {
        var times = _times is { } number ? FormattableString.Invariant($"the next {number} of {_text}") : _text;
        var later = _delay > TimeSpan.Zero ? FormattableString.Invariant($" after {_delay.TotalSeconds:0.###} s") : "";
        return _script.Add(new ScriptedRule(_applies, _times, interception with { Delay = _delay }, $"{times}: {outcome}{later}"));
    }
}
