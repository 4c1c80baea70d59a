using System.Text.RegularExpressions;

namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>The handlers that a test has put in. Thread-safe.</summary>
internal sealed partial class StatementRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ProcedureName, RegisteredStatement> _procedures = [];
    private readonly List<(Func<string, bool> Matches, RegisteredStatement Statement)> _batches = [];

    public void AddProcedure(string name, RegisteredStatement statement)
    {
        lock (_gate)
        {
            _procedures[ProcedureName.Parse(name)] = statement;
        }
    }

    /// <summary>A batch whose text is the same but for white space, case and a semicolon at its end.</summary>
    public void AddBatch(string text, RegisteredStatement statement)
    {
        var wanted = Plain(text);
        AddBatch(batch => string.Equals(Plain(batch), wanted, StringComparison.OrdinalIgnoreCase), statement);
    }

    public void AddBatch(Regex pattern, RegisteredStatement statement) => AddBatch(pattern.IsMatch, statement);

    public RegisteredStatement? FindProcedure(ProcedureName name)
    {
        lock (_gate)
        {
            return _procedures.GetValueOrDefault(name);
        }
    }

    /// <summary>The handler that was put in last wins.</summary>
    public RegisteredStatement? FindBatch(string text)
    {
        lock (_gate)
        {
            return _batches.FindLast(batch => batch.Matches(text)).Statement;
        }
    }

    private static string Plain(string text) => WhiteSpace().Replace(text, " ").Trim(' ', ';');

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    private void AddBatch(Func<string, bool> matches, RegisteredStatement statement)
    {
        lock (_gate)
        {
            _batches.Add((matches, statement));
        }
    }
}
