namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>A procedure's name with its schema, compared in any case. A database before it is not looked at.</summary>
internal sealed record ProcedureName
{
    private ProcedureName(string schema, string name) => (Schema, Name) = (schema, name);

    public string Schema { get; }

    public string Name { get; }

    /// <summary>
    /// Reads <c>name</c>, <c>schema.name</c>, <c>[schema].[name]</c> or <c>database.schema.name</c>. System procedures are found in any schema.
    /// </summary>
    public static ProcedureName Parse(string text)
    {
        var parts = text.Split('.').Select(part => part.Trim().TrimStart('[').TrimEnd(']')).ToArray();
        var isSystem = parts[^1].StartsWith("sp_", StringComparison.OrdinalIgnoreCase);
        return new ProcedureName(isSystem ? "sys" : parts.Length > 1 && parts[^2].Length > 0 ? parts[^2] : "dbo", parts[^1]);
    }

    public bool Equals(ProcedureName? other) => other is not null
        && string.Equals(Schema, other.Schema, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => HashCode.Combine(
        StringComparer.OrdinalIgnoreCase.GetHashCode(Schema),
        StringComparer.OrdinalIgnoreCase.GetHashCode(Name));

    public override string ToString() => $"{Schema}.{Name}";
}
