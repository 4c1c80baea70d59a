using System.Diagnostics;

namespace DistributedLock.Torture;

/// <summary>
/// The conductor's one place where entries get their number and their moment, are judged, and are kept. Thread-safe: what is done in here is done one after the other.
/// </summary>
internal sealed class Recorder : IDisposable
{
    // Enough for some minutes: a violation is shown with what led to it.
    private const int KeptEntries = 200_000;

    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly HistoryChecker _checker;
    private readonly Queue<HistoryEntry> _kept = new();
    private readonly List<Violation> _violations = [];
    private readonly Dictionary<string, FencedResource> _resources = [];
    private readonly Dictionary<string, string> _holders = [];
    private readonly TextWriter? _file;
    private long _number;
    private long _at;

    /// <param name="header">What the entries are judged by.</param>
    /// <param name="file">Where all of them are written to; null for nowhere.</param>
    public Recorder(HistoryHeader header, TextWriter? file)
    {
        Header = header;
        Tally = new Tally(header.Lease is not null);
        _checker = new HistoryChecker(header);
        _file = file;
        _file?.WriteLine(HistoryFile.Line(header));
    }

    /// <summary>Fires at the first violation.</summary>
    public CancellationTokenSource Violated { get; } = new();

    public HistoryHeader Header { get; }

    public Tally Tally { get; }

    public IReadOnlyList<Violation> Violations
    {
        get
        {
            lock (_gate)
            {
                return [.. _violations];
            }
        }
    }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Gives an entry its place.</summary>
    public HistoryEntry Add(HistoryEntry entry)
    {
        lock (_gate)
        {
            return AddInOrder(entry);
        }
    }

    /// <summary>Lets the protected resource answer, and records what it said.</summary>
    public HistoryEntry Use(HistoryEntry entry, Access access)
    {
        lock (_gate)
        {
            if (!_resources.TryGetValue(entry.Key!, out var resource))
            {
                _resources[entry.Key!] = resource = new FencedResource();
            }

            var (isAccepted, version) = entry.Kind switch
            {
                EntryKind.Written => resource.Write(entry.Token),
                EntryKind.Appended => resource.Append(entry.Token, entry.BasedOn ?? 0),
                _ => resource.Read(entry.Token, access),
            };
            return AddInOrder(entry with { Accepted = isAccepted, Version = version });
        }
    }

    /// <summary>Reads what every lock has protected, when nobody uses it any more.</summary>
    public void ReadAtLast()
    {
        lock (_gate)
        {
            foreach (var (key, resource) in _resources)
            {
                AddInOrder(new HistoryEntry { Kind = EntryKind.ReadAtLast, Key = key, Version = resource.Version, Log = resource.Log });
            }
        }
    }

    /// <summary>A moment of the machine's monotonic clock, in microseconds, on the axis of the history.</summary>
    public long OnAxis(long machineMicroseconds) => machineMicroseconds - MachineMicroseconds(_start);

    /// <summary>The worker that was last seen to take a key and not to release it; null when there is none.</summary>
    public string? HolderOf(string key)
    {
        lock (_gate)
        {
            return _holders.GetValueOrDefault(key);
        }
    }

    /// <summary>The entries of the last minutes.</summary>
    public IReadOnlyList<HistoryEntry> Recent()
    {
        lock (_gate)
        {
            return [.. _kept];
        }
    }

    /// <summary>Judges what only the end can show.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            if (_kept.Count > 0)
            {
                Note(_checker.Finish(_kept.Last()));
            }

            _file?.Flush();
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        Violated.Dispose();
    }

    /// <summary>A stamp of <see cref="Stopwatch"/>, which all processes of the machine share, in microseconds.</summary>
    public static long MachineMicroseconds(long stamp) => (long)((Int128)stamp * 1_000_000 / Stopwatch.Frequency);

    private HistoryEntry AddInOrder(HistoryEntry entry)
    {
        _at = Math.Max(_at + 1, OnAxis(MachineMicroseconds(Stopwatch.GetTimestamp())));
        var placed = entry with { Number = ++_number, At = _at };
        _kept.Enqueue(placed);
        if (_kept.Count > KeptEntries)
        {
            _kept.Dequeue();
        }

        _file?.WriteLine(HistoryFile.Line(placed));
        FollowHolders(placed);
        Tally.Count(placed);
        Note(_checker.Add(placed));
        return placed;
    }

    private void FollowHolders(HistoryEntry entry)
    {
        if (entry is { Kind: EntryKind.Held, Key: not null, Worker: not null })
        {
            _holders[entry.Key] = entry.Worker;
        }
        else if (entry is { Kind: EntryKind.Releasing, Key: not null } && _holders.GetValueOrDefault(entry.Key) == entry.Worker)
        {
            _holders.Remove(entry.Key);
        }
    }

    private void Note(IReadOnlyList<Violation> violations)
    {
        if (violations.Count == 0)
        {
            return;
        }

        _violations.AddRange(violations);
        Tally.Violations += violations.Count;
        _ = Violated.CancelAsync();
    }
}
