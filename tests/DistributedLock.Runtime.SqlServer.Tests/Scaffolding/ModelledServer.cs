using DistributedLock.SqlServer.TestEndpoint;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.Tests;

/// <summary>
/// An endpoint that answers our own statements from memory, as a server would that runs them. It shows how the backend talks to a server, not that the T-SQL is
/// right: that needs a real one.
/// </summary>
internal sealed class ModelledServer : IAsyncDisposable
{
    public ModelledServer(SqlServerEndpointOptions? options = null)
    {
        Endpoint = SqlServerEndpoint.Start(options);
        Sequence = new SequenceModel();
        Leases = new LeaseTableModel(Sequence);
        Sequence.Install(Endpoint);
        new ApplicationLockModel(Endpoint, Sequence).Install();
        Leases.Install(Endpoint);
    }

    public SqlServerEndpoint Endpoint { get; }

    public SequenceModel Sequence { get; }

    public LeaseTableModel Leases { get; }

    public string ConnectionString => Endpoint.ConnectionString;

    /// <summary>How many locks, slots and intents of ours are held.</summary>
    public int HeldLocks => Endpoint.HeldLocks.Count;

    /// <summary>The round trips of locks, without the pings that only look whether the session lives.</summary>
    public int RoundTrips => Endpoint.Statements.Count(statement =>
        statement.Kind is StatementKind.Batch or StatementKind.Procedure && statement.Text != ApplicationLockSql.Ping);

    /// <summary>Ends the sessions that hold a lock, or slots of a semaphore, as an administrator does.</summary>
    public void KillHolders(LockResource resource, int permits)
    {
        var names = new ApplicationLockNames(resource);
        HashSet<string> held = resource.IsSemaphore ? [.. Enumerable.Range(0, permits).Select(slot => names.Slot(slot))] : [names.Lock];
        var holders = Endpoint.HeldLocks.Where(entry => held.Contains(entry.Resource.Name)).Select(entry => entry.SessionId).ToHashSet();
        foreach (var session in Endpoint.Sessions.Where(session => holders.Contains(session.Id)))
        {
            session.Kill();
        }
    }

    public ValueTask DisposeAsync() => Endpoint.DisposeAsync();
}
