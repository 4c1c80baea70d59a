namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>A handler, and whether its statement changes the database.</summary>
internal sealed record RegisteredStatement(StatementHandler Handler, bool Writes);
