using DistributedLock.SqlServer.TestEndpoint.Sessions;

namespace DistributedLock.SqlServer.TestEndpoint.Statements.Batches;

/// <summary>What the statements of one batch see: the server, the session and the batch's parameters, which are its variables.</summary>
internal sealed record BatchScope(ServerState Server, StatementCall Call, StatementHandler RunProcedure)
{
    public EndpointSession Session => Call.Session;

    public StatementParameter Variable(string name) => Call.Parameters.Find(name) ?? throw SqlServerErrors.UnknownVariable(name);
}
