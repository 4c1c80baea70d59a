namespace DistributedLock.Torture.Tests;

/// <summary>A history written by hand. Times are milliseconds.</summary>
internal sealed class Story(HistoryHeader header)
{
    private readonly HistoryChecker _checker = new(header);
    private readonly Dictionary<string, HistoryEntry> _asked = [];
    private HistoryEntry? _last;

    public List<Violation> Violations { get; } = [];

    public IEnumerable<Rule> Broken => Violations.Select(static violation => violation.Rule);

    /// <summary>The number of the last entry.</summary>
    public long Last => _last?.Number ?? 0;

    /// <summary>How many entries the log has accepted.</summary>
    public int Appended { get; private set; }

    /// <summary>Of a backend with leases of a second.</summary>
    public static Story OfLeases(int? permits = null, bool hasTokens = true) => new(new HistoryHeader
    {
        Backend = "leases",
        Lease = 1_000_000,
        HasTokens = hasTokens,
        Permits = permits is { } count ? new Dictionary<string, int> { ["k"] = count } : [],
    });

    /// <summary>Of a backend whose locks live as long as their session.</summary>
    public static Story OfSessions(bool hasLosses = true) => new(new HistoryHeader { Backend = "sessions", HasTokens = true, HasLosses = hasLosses });

    /// <summary>An attempt begins; its name is that of its process.</summary>
    public Story Ask(int at, string who, Access access = Access.Exclusive, int timeout = 100)
    {
        var entry = new HistoryEntry { Kind = EntryKind.Asked, Worker = who, Attempt = who, Key = "k", Access = access, Timeout = timeout };
        _asked[who] = entry;
        return Add(at, entry);
    }

    public Story Hold(int at, string who, long? token = null, int? deadline = null) => Add(at, Entry(EntryKind.Held, who) with
    {
        Access = _asked[who].Access, Token = token, Deadline = deadline * 1000, After = Last,
    });

    /// <summary>It asks and has it.</summary>
    public Story Take(int at, string who, long? token = null, int? deadline = null, Access access = Access.Exclusive) => Ask(at, who, access).Hold(at, who, token, deadline);

    public Story Tell(int at, string who, string outcome, string? text = null) => Add(at, Entry(EntryKind.Told, who) with { Outcome = outcome, Text = text });

    /// <summary>It looks at its handle.</summary>
    /// <param name="at">When it says so.</param>
    /// <param name="who">The holder.</param>
    /// <param name="deadline">What it finds.</param>
    /// <param name="lost">Why it is lost.</param>
    /// <param name="after">After which answer it looked; the last one when not given.</param>
    public Story Look(int at, string who, int? deadline = null, string? lost = null, long? after = null) =>
        Add(at, Entry(EntryKind.Examined, who) with { Deadline = deadline * 1000, Lost = lost, After = after ?? Last });

    public Story Read(int at, string who, long? token, long version, bool accepted = true, int? deadline = null, string? lost = null) => Add(at, Entry(EntryKind.Read, who) with
    {
        Token = token, Version = version, Accepted = accepted, Deadline = deadline * 1000, After = Last, Lost = lost,
    });

    public Story Write(int at, string who, long? token, long basedOn, long version, bool accepted = true, int? deadline = null, string? lost = null) => Add(at, Entry(EntryKind.Written, who) with
    {
        Token = token, BasedOn = basedOn, Version = version, Accepted = accepted, Deadline = deadline * 1000, After = Last, Lost = lost,
    });

    /// <summary>It appends its entry about the version that it wrote.</summary>
    public Story Append(int at, string who, long? token, long written, long length, bool accepted = true, int? deadline = null) => Add(at, Entry(EntryKind.Appended, who) with
    {
        Token = token, BasedOn = written, Version = length, Accepted = accepted, Deadline = deadline * 1000, After = Last,
    });

    /// <summary>What was there at the end.</summary>
    public Story ReadAtLast(int at, long counter, params (long? Token, long Version)[] log) => Add(at, new HistoryEntry
    {
        Kind = EntryKind.ReadAtLast, Key = "k", Version = counter, Log = [.. log.Select(static logged => new LoggedWrite(logged.Token, logged.Version))],
    });

    public Story Release(int at, string who, int? deadline = null, string? lost = null) => Add(at, Entry(EntryKind.Releasing, who) with { Deadline = deadline * 1000, After = Last })
        .Add(at, Entry(EntryKind.Released, who) with { Lost = lost });

    public Story Forget(int at, params string[] who) => Add(at, new HistoryEntry { Kind = EntryKind.Forgotten, Workers = who.Length == 0 ? null : who });

    public Story BeginForget(int at) => Add(at, new HistoryEntry { Kind = EntryKind.Forgotten, Outcome = Outcomes.Begins });

    public Story Stop(int at, string who) => Add(at, new HistoryEntry { Kind = EntryKind.FaultBegan, Outcome = FaultNames.Stop, Worker = who });

    public Story Continue(int at, string who) => Add(at, new HistoryEntry { Kind = EntryKind.FaultEnded, Outcome = FaultNames.Stop, Worker = who });

    public Story End(int at, string who, string how) => Add(at, new HistoryEntry { Kind = EntryKind.WorkerEnded, Outcome = how, Worker = who });

    public Story Add(int at, HistoryEntry entry)
    {
        // Two of the same millisecond keep their order.
        Appended += entry is { Kind: EntryKind.Appended, Accepted: true } ? 1 : 0;
        _last = entry with { Number = Last + 1, At = Math.Max(at * 1000L, (_last?.At ?? -1) + 1) };
        Violations.AddRange(_checker.Add(_last));
        return this;
    }

    public Story Finish()
    {
        Violations.AddRange(_checker.Finish(_last!));
        return this;
    }

    private static HistoryEntry Entry(EntryKind kind, string who) => new() { Kind = kind, Worker = who, Attempt = who, Key = "k" };
}
