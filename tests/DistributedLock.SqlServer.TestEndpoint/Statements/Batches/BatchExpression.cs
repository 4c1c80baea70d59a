namespace DistributedLock.SqlServer.TestEndpoint.Statements.Batches;

/// <summary>One value in a batch, ready to be computed.</summary>
internal delegate object? BatchExpression(BatchScope scope);
