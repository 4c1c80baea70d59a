namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>One column of a result set.</summary>
/// <param name="Name">Its name; may be empty.</param>
/// <param name="Type">Its type.</param>
public sealed record ResultColumn(string Name, SqlType Type);
