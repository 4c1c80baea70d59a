namespace DistributedLock.Torture;

/// <summary>
/// The oracle: reads a history entry by entry and says which rules it breaks. It knows nothing of the backend but what the header says, and judges by no time but the deadlines of leases,
/// which are compared on one monotonic clock: a machine that is slow makes it see less, and never something that was not there. Not thread-safe.
/// </summary>
internal sealed class HistoryChecker(HistoryHeader header)
{
    private const int PruneEvery = 64;

    private readonly Dictionary<string, KeyChecker> _keys = [];
    private readonly Dictionary<string, ResourceReplay> _resources = [];
    private readonly Dictionary<string, LogChecker> _logs = [];
    private readonly Dictionary<string, Attempt> _attempts = [];
    private readonly Dictionary<long, long> _answers = []; // the moments of the latest numbers
    private readonly Queue<long> _answersInOrder = new();
    private readonly ProgressChecker _progress = new(header);
    private readonly WorkerTimes _times = new();
    private int _untilPruned = PruneEvery;

    /// <summary>Takes the next entry.</summary>
    /// <returns>What it shows to be wrong.</returns>
    public IReadOnlyList<Violation> Add(HistoryEntry entry)
    {
        Remember(entry);
        IEnumerable<Violation> violations = entry.Kind switch
        {
            EntryKind.Asked => OnAsked(entry),
            EntryKind.Held => OnHeld(entry),
            EntryKind.Told => OnTold(entry),
            EntryKind.Examined or EntryKind.Read or EntryKind.Written or EntryKind.Appended => OnUsed(entry),
            EntryKind.Releasing => OnReleasing(entry),
            EntryKind.Released => OnReleased(entry),
            EntryKind.Forgotten => OnForgotten(entry),
            EntryKind.FaultBegan or EntryKind.FaultEnded => OnFault(entry),
            EntryKind.WorkerEnded => OnWorkerEnded(entry),
            EntryKind.FreeAtLast when entry.Accepted == false => [new Violation(Rule.StillHeld, entry, entry.Key, entry.Number, $"{entry.Key} did not become free: {entry.Text}")],
            EntryKind.ReadAtLast => LogOf(entry.Key!).Finish(entry) is { } violation ? [violation] : [],
            _ => [],
        };
        var found = violations.ToList();
        PruneSometimes(entry);
        return found;
    }

    /// <summary>What the end of the history shows.</summary>
    /// <param name="last">Its last entry.</param>
    public IReadOnlyList<Violation> Finish(HistoryEntry last) =>
    [
        .. _attempts.Values.Where(static attempt => attempt.Claim is null).Select(attempt => new Violation(
            Rule.Unanswered, last, attempt.Key, attempt.Asked.Number, $"{attempt.Asked.Attempt} was neither served nor told.")),
    ];

    private KeyChecker KeyOf(string key)
    {
        if (!_keys.TryGetValue(key, out var checker))
        {
            _keys[key] = checker = new KeyChecker(key, header.Permits.TryGetValue(key, out var permits) ? permits : null, header.HasTokens);
        }

        return checker;
    }

    private LogChecker LogOf(string key)
    {
        if (!_logs.TryGetValue(key, out var log))
        {
            _logs[key] = log = new LogChecker(header.HasTokens);
        }

        return log;
    }

    private Attempt AttemptOf(HistoryEntry entry) => entry.Attempt is { } name && _attempts.TryGetValue(name, out var attempt)
        ? attempt
        : throw new FormatException($"Entry {entry.Number} belongs to the attempt {entry.Attempt}, which has not begun.");

    private IEnumerable<Violation> OnAsked(HistoryEntry entry)
    {
        _attempts[entry.Attempt!] = new Attempt(entry, KeyOf(entry.Key!).HighestToken, _times.StoppedFor(entry.Worker!, entry.At));
        _progress.OnAsked(entry);
        return [];
    }

    private IEnumerable<Violation> OnHeld(HistoryEntry entry)
    {
        var attempt = AttemptOf(entry);
        var claim = attempt.Claim = new Claim(entry, attempt.Asked.At);
        var forgottenAt = _times.ForgottenAt(entry.Worker!);
        if (forgottenAt >= attempt.Asked.At)
        {
            claim.Forget(forgottenAt); // it may have been acquired before
        }

        if (_times.IsForgetting(entry.Worker!))
        {
            claim.Forget(entry.At); // or be gone already
        }

        _progress.OnHeld(attempt);
        var key = KeyOf(attempt.Key);
        foreach (var violation in LateAnswer(attempt, entry).Concat(key.Add(claim, attempt)))
        {
            yield return violation;
        }

        // Whatever is known of its own end: those before it must have ended.
        foreach (var violation in Examine(claim, key, entry).Concat(key.Judge(claim, entry)))
        {
            yield return violation;
        }
    }

    private IEnumerable<Violation> OnTold(HistoryEntry entry)
    {
        var attempt = AttemptOf(entry);
        _attempts.Remove(entry.Attempt!);
        if (attempt.Claim is { } claim)
        {
            claim.IsOpen = false; // it failed while it held
        }

        return entry.Outcome == Outcomes.Unexpected
            ? [new Violation(Rule.UnexpectedFailure, entry, attempt.Key, attempt.Asked.Number, $"{entry.Attempt} ended by {entry.Text}")]
            : LateAnswer(attempt, entry).Concat(_progress.OnTold(attempt, entry));
    }

    private IEnumerable<Violation> OnUsed(HistoryEntry entry)
    {
        var attempt = AttemptOf(entry);
        var found = attempt.Claim is { } claim ? Examine(claim, KeyOf(attempt.Key), entry).ToList() : [];
        if (entry.Kind == EntryKind.Examined)
        {
            return found;
        }

        if (!_resources.TryGetValue(attempt.Key, out var resource))
        {
            _resources[attempt.Key] = resource = new ResourceReplay(header.HasTokens);
        }

        Violation?[] judged = [resource.Add(entry with { Access = attempt.Asked.Access }, attempt.Claim), LogOf(attempt.Key).Add(entry, attempt.Claim)];
        return found.Concat(judged.OfType<Violation>());
    }

    private IEnumerable<Violation> OnReleasing(HistoryEntry entry)
    {
        var attempt = AttemptOf(entry);
        if (attempt.Claim is not { } claim)
        {
            return [];
        }

        attempt.Releasing = (entry, _times.StoppedFor(entry.Worker!, entry.At));

        // What it says was seen before it released, so it counts up to here.
        var found = Examine(claim, KeyOf(attempt.Key), entry).ToList();
        claim.Cut(entry.At);
        return found;
    }

    private IEnumerable<Violation> OnReleased(HistoryEntry entry)
    {
        var attempt = AttemptOf(entry);
        _attempts.Remove(entry.Attempt!);
        LogOf(attempt.Key).End(entry.Attempt!, isByDeath: false);
        if (attempt.Claim is not { } claim)
        {
            return [];
        }

        claim.IsOpen = false;
        return LateRelease(attempt, entry).Concat(entry.Lost is null ? [] : OnLost(claim, KeyOf(attempt.Key), entry));
    }

    private IEnumerable<Violation> OnForgotten(HistoryEntry entry)
    {
        _times.OnForgotten(entry);
        foreach (var claim in _keys.Values.SelectMany(static key => key.Claims)
            .Where(claim => entry.Workers is null || entry.Workers.Contains(claim.Held.Worker)))
        {
            claim.Forget(entry.At);
        }

        return [];
    }

    private IEnumerable<Violation> OnFault(HistoryEntry entry)
    {
        if (entry is { Outcome: FaultNames.Stop, Worker: not null })
        {
            if (entry.Kind == EntryKind.FaultBegan)
            {
                _times.OnStopped(entry);
            }
            else
            {
                _times.OnContinued(entry);
            }
        }

        return [];
    }

    private IEnumerable<Violation> OnWorkerEnded(HistoryEntry entry)
    {
        foreach (var attempt in _attempts.Values.Where(attempt => attempt.Asked.Worker == entry.Worker).ToList())
        {
            _attempts.Remove(attempt.Asked.Attempt!);
            LogOf(attempt.Key).End(attempt.Asked.Attempt!, isByDeath: true);
            if (attempt.Claim is { } claim)
            {
                claim.IsOpen = false;
            }
            else if (entry.Outcome != WorkerEnds.Killed)
            {
                yield return new Violation(
                    Rule.Unanswered, entry, attempt.Key, attempt.Asked.Number, $"{attempt.Asked.Attempt} was neither served nor told when its process ended.");
                continue;
            }

            // Who is killed need not be told any more. That it should have been before is not undone by its death.
            foreach (var violation in attempt.Claim is null ? LateAnswer(attempt, entry) : LateRelease(attempt, entry))
            {
                yield return violation;
            }
        }

        if (entry.Outcome == WorkerEnds.Failed)
        {
            yield return new Violation(Rule.WorkerFailed, entry, null, entry.Number, $"Worker {entry.Worker} ended by itself: {entry.Text}");
        }
    }

    /// <summary>What the holder's look at its handle says about its claim.</summary>
    private IEnumerable<Violation> Examine(Claim claim, KeyChecker key, HistoryEntry entry)
    {
        if (entry.Lost is not null)
        {
            return OnLost(claim, key, entry);
        }

        var until = header.Lease is null ? UntilOfSession(claim, entry) : UntilOfLease(claim, entry);
        if (until is not { } moment || moment <= claim.Until)
        {
            return [];
        }

        claim.Extend(moment);
        return key.Judge(claim, entry);
    }

    /// <summary>A session lock was held when its holder had had an answer, and looked, and was not lost: its loss is told before anybody else can hold it.</summary>
    private long? UntilOfSession(Claim claim, HistoryEntry entry) =>
        claim.ForgottenAt is null && entry.After is { } after && _answers.TryGetValue(after, out var at) ? at : null;

    /// <summary>A lease that the store has acknowledged lasts until its deadline, whether its holder runs, is stopped or is dead.</summary>
    private long? UntilOfLease(Claim claim, HistoryEntry entry)
    {
        if (entry.Deadline is not { } deadline || _times.IsForgetting(claim.Held.Worker!))
        {
            return null;
        }

        // The request that was acknowledged last was sent then. One that was sent after the store forgot, and was acknowledged, vouches for all the time before.
        var countedFrom = deadline - header.Lease!.Value;
        return claim.ForgottenAt is { } forgottenAt && countedFrom <= forgottenAt + header.Grain ? null : deadline - header.Grain;
    }

    private IEnumerable<Violation> OnLost(Claim claim, KeyChecker key, HistoryEntry entry)
    {
        if (claim.IsLossKnown)
        {
            return [];
        }

        claim.IsLossKnown = true;
        if (!header.HasLosses)
        {
            return [new Violation(Rule.LostForNothing, entry, key.Key, claim.Held.Number, $"{claim} was told that it is lost: {entry.Lost}.")];
        }

        // Without tokens several servers decide, and those that answer may be too few though the lease is there.
        var isDisowned = header.Lease is not null && header.HasTokens && entry.Lost == nameof(LockLossReason.NotHeld);
        return isDisowned && claim.ForgottenAt is null && claim.VouchedUntil > entry.At
            ? [new Violation(
                Rule.TakenAway, entry, key.Key, claim.Held.Number,
                $"{claim} was told that its lease is not there, {(claim.VouchedUntil - entry.At) / 1000} ms before its end, and no fault had made the store forget.")]
            : [];
    }

    private IEnumerable<Violation> LateAnswer(Attempt attempt, HistoryEntry entry)
    {
        var stopped = _times.StoppedFor(entry.Worker!, entry.At) - attempt.Stopped;
        var took = entry.At - attempt.Asked.At - stopped;
        var allowed = (attempt.Asked.Timeout ?? 0) * 1000;
        return took <= allowed + header.Patience ? [] :
        [
            new Violation(
                Rule.Unanswered, entry, attempt.Key, attempt.Asked.Number,
                $"{entry.Attempt} had {allowed / 1000} ms and ended after {took / 1000} ms, not counting the time in which its process was stopped."),
        ];
    }

    private IEnumerable<Violation> LateRelease(Attempt attempt, HistoryEntry entry)
    {
        if (attempt.Releasing is not var (begun, stoppedBefore))
        {
            return [];
        }

        var took = entry.At - begun.At - (_times.StoppedFor(entry.Worker!, entry.At) - stoppedBefore);
        return took <= header.ReleaseLimit + header.Patience ? [] :
        [
            new Violation(
                Rule.Unanswered, entry, attempt.Key, begun.Number,
                $"The release of {attempt.Claim} had not ended after {took / 1000} ms, not counting the time in which its process was stopped."),
        ];
    }

    /// <summary>Holders refer to the latest answers only.</summary>
    private void Remember(HistoryEntry entry)
    {
        _answers[entry.Number] = entry.At;
        _answersInOrder.Enqueue(entry.Number);
        if (_answersInOrder.Count > 500_000)
        {
            _answers.Remove(_answersInOrder.Dequeue());
        }
    }

    private void PruneSometimes(HistoryEntry entry)
    {
        if (--_untilPruned > 0)
        {
            return;
        }

        _untilPruned = PruneEvery;
        var oldest = _attempts.Values.GroupBy(static attempt => attempt.Key).ToDictionary(static group => group.Key, static group => group.Min(static attempt => attempt.Asked.At));
        foreach (var key in _keys.Values)
        {
            key.Prune(oldest.GetValueOrDefault(key.Key, entry.At));
        }
    }
}
