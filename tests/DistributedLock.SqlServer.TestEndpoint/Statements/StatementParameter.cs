namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>One parameter of a call.</summary>
/// <param name="name">With its at sign; empty where the client gave it by position.</param>
/// <param name="type">Its type, as the client declared it.</param>
/// <param name="value">What the client sent; null for NULL.</param>
/// <param name="isOutput">Whether the client wants to have it back.</param>
public sealed class StatementParameter(string name, SqlType type, object? value, bool isOutput)
{
    /// <summary>With its at sign; empty where the client gave it by position.</summary>
    public string Name => name;

    /// <summary>Its type, as the client declared it.</summary>
    public SqlType Type => type;

    /// <summary>What the client sent, or what a handler has put there for an output parameter; null for NULL.</summary>
    public object? Value { get; set; } = value;

    /// <summary>Whether the client wants to have it back.</summary>
    public bool IsOutput => isOutput;
}
