namespace DistributedLock.SqlServer.TestEndpoint.Statements.Batches;

/// <summary>One argument of EXEC.</summary>
/// <param name="Name">The parameter's name; empty when given by position.</param>
/// <param name="Value">What goes in.</param>
/// <param name="OutputVariable">The variable that takes the value back, or null.</param>
internal sealed record BatchArgument(string Name, BatchExpression Value, string? OutputVariable);
