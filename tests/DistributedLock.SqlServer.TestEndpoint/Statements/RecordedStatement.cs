namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>One request of a client.</summary>
/// <param name="SessionId">Which session sent it.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Text">The text of a batch or the name of a procedure.</param>
public sealed record RecordedStatement(int SessionId, StatementKind Kind, string Text);
