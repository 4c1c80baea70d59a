using DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint.Sessions;

/// <summary>What all sessions of an endpoint share.</summary>
internal sealed class ServerState
{
    public ServerState(SqlServerEndpointOptions options)
    {
        Options = options;
        Locks = new ApplicationLockTable(Changes.Raise);
        Sessions = new SessionSet(Changes.Raise);
        Log = new StatementLog(Changes.Raise);
        LockProcedures = new ApplicationLockProcedures(Locks, options.RaisesErrorForDeadlockVictim);
    }

    public SqlServerEndpointOptions Options { get; }

    public ChangeSignal Changes { get; } = new();

    public EndpointConditions Conditions { get; } = new();

    public StatementRegistry Registry { get; } = new();

    public FreezeGate Gate { get; } = new();

    public ApplicationLockTable Locks { get; }

    public ApplicationLockProcedures LockProcedures { get; }

    public SessionSet Sessions { get; }

    public StatementLog Log { get; }

    public bool Knows(string database) =>
        string.Equals(database, Options.Database, StringComparison.OrdinalIgnoreCase)
        || string.Equals(database, "master", StringComparison.OrdinalIgnoreCase);
}
