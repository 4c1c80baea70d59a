namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>What a statement is answered with.</summary>
public sealed class StatementAnswer
{
    /// <summary>Nothing but the end.</summary>
    public static StatementAnswer Empty => new();

    /// <summary>What a procedure returns.</summary>
    public int ReturnValue { get; init; }

    /// <summary>Rows inserted, changed or deleted; null where nothing is counted (<c>SET NOCOUNT ON</c>).</summary>
    public long? RowsAffected { get; init; }

    /// <summary>The result sets, in order.</summary>
    public IReadOnlyList<ResultSet> ResultSets { get; init; } = [];

    /// <summary>Texts of <c>PRINT</c>.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Errors after which the statement goes on; one that ends it is thrown instead.</summary>
    public IReadOnlyList<SqlServerErrorException> Errors { get; init; } = [];

    /// <summary>An answer of one row, whose types follow from its values.</summary>
    public static StatementAnswer Row(params (string Name, object? Value)[] values) => new() { ResultSets = [ResultSet.OfRow(values)] };

    /// <summary>An answer of a return value.</summary>
    public static StatementAnswer Returning(int value) => new() { ReturnValue = value };
}
