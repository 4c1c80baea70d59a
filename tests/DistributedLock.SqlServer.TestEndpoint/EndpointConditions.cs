using System.Collections.Concurrent;
using DistributedLock.SqlServer.TestEndpoint.Statements;

namespace DistributedLock.SqlServer.TestEndpoint;

/// <summary>What is wrong with the server. Everything can be changed while clients are connected.</summary>
public sealed class EndpointConditions
{
    private readonly ConcurrentDictionary<ProcedureName, byte> _denied = [];

    /// <summary>How long every statement takes before its work begins.</summary>
    public TimeSpan StatementDelay { get; set; }

    /// <summary>The error that logins get instead of a session, or null. Sessions that are open go on.</summary>
    public SqlServerErrorException? LoginRefusal { get; set; }

    /// <summary>Whether statements that write get error 3906.</summary>
    public bool DatabaseIsReadOnly { get; set; }

    /// <summary>Takes the right to execute a procedure away: its callers get error 229.</summary>
    public void Deny(string procedure) => _denied[ProcedureName.Parse(procedure)] = 0;

    /// <summary>Gives it back.</summary>
    public void Grant(string procedure) => _denied.TryRemove(ProcedureName.Parse(procedure), out _);

    internal bool IsDenied(ProcedureName procedure) => _denied.ContainsKey(procedure);
}
