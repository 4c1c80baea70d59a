namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>Answers one kind of statement.</summary>
/// <param name="call">The statement. Calls of several sessions run at the same time.</param>
/// <param name="cancellationToken">Cancelled when the client cancels the statement or the session ends.</param>
/// <returns>The answer; an error that ends the statement is thrown as <see cref="SqlServerErrorException"/>.</returns>
public delegate Task<StatementAnswer> StatementHandler(StatementCall call, CancellationToken cancellationToken);
