namespace DistributedLock.SqlServer.TestEndpoint.Statements.Batches;

/// <summary>One statement of a batch, ready to run.</summary>
internal delegate Task<StatementAnswer> BatchStatement(BatchScope scope, CancellationToken cancellationToken);
