namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>Rows that go back to the client.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each with one value for each column; null for NULL.</param>
public sealed record ResultSet(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>One row, whose types follow from its values.</summary>
    public static ResultSet OfRow(params (string Name, object? Value)[] values) => new(
        [.. values.Select(value => new ResultColumn(value.Name, SqlType.Of(value.Value)))],
        [[.. values.Select(value => value.Value)]]);
}
