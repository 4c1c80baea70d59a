namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>Every request since the start, or since <see cref="Clear"/>. Thread-safe.</summary>
public sealed class StatementLog
{
    private readonly Lock _gate = new();
    private readonly List<RecordedStatement> _statements = [];
    private readonly Action _changed;

    internal StatementLog(Action changed) => _changed = changed;

    /// <summary>The requests so far, in the order they came.</summary>
    public IReadOnlyList<RecordedStatement> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _statements];
            }
        }
    }

    /// <summary>How often a client had to wait for an answer: everything but logins, cancellations and resets.</summary>
    public int RoundTrips => Count(statement =>
        statement.Kind is not (StatementKind.Login or StatementKind.Attention or StatementKind.ConnectionReset));

    /// <summary>How many requests there were of a kind.</summary>
    public int Count(StatementKind kind) => Count(statement => statement.Kind == kind);

    /// <summary>How many requests fulfil a condition.</summary>
    public int Count(Func<RecordedStatement, bool> condition) => All.Count(condition);

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _statements.Clear();
        }
    }

    internal void Add(int sessionId, StatementKind kind, string text = "")
    {
        lock (_gate)
        {
            _statements.Add(new RecordedStatement(sessionId, kind, text));
        }

        _changed();
    }
}
