namespace DistributedLock.Torture;

/// <summary>What the conductor did to each worker, as far as it excuses something.</summary>
internal sealed class WorkerTimes
{
    private readonly Dictionary<string, long> _stoppedSince = [];
    private readonly Dictionary<string, long> _stoppedFor = [];
    private readonly Dictionary<string, long> _forgottenAt = [];
    private readonly HashSet<string> _forgetting = [];
    private long _allForgottenAt = long.MinValue;
    private bool _isForgettingAll;

    public void OnStopped(HistoryEntry entry) => _stoppedSince.TryAdd(entry.Worker!, entry.At);

    public void OnContinued(HistoryEntry entry)
    {
        if (_stoppedSince.Remove(entry.Worker!, out var since))
        {
            _stoppedFor[entry.Worker!] = _stoppedFor.GetValueOrDefault(entry.Worker!) + entry.At - since;
        }
    }

    public void OnForgotten(HistoryEntry entry)
    {
        var begins = entry.Outcome == Outcomes.Begins;
        if (entry.Workers is null)
        {
            _allForgottenAt = entry.At;
            _isForgettingAll = begins;
        }

        foreach (var worker in entry.Workers ?? [])
        {
            _forgottenAt[worker] = entry.At;
            _ = begins ? _forgetting.Add(worker) : _forgetting.Remove(worker);
        }
    }

    /// <summary>Whether the store is about to forget what the worker has: what is acquired or renewed now may be gone at the next moment.</summary>
    public bool IsForgetting(string worker) => _isForgettingAll || _forgetting.Contains(worker);

    /// <summary>For how many microseconds a worker has been stopped, all in all.</summary>
    public long StoppedFor(string worker, long now) =>
        _stoppedFor.GetValueOrDefault(worker) + (_stoppedSince.TryGetValue(worker, out var since) ? now - since : 0);

    /// <summary>When the store last forgot what the worker had acquired until then.</summary>
    public long ForgottenAt(string worker) => Math.Max(_allForgottenAt, _forgottenAt.GetValueOrDefault(worker, long.MinValue));
}
