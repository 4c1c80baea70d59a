namespace DistributedLock.Documentation.Tests.Dashboards;

/// <summary>A label in a query, and what it is compared with.</summary>
internal sealed record PromMatcher(string Label, string Operator, string Value)
{
    /// <summary>The single values: a regular expression of ours is a list of words, or a variable of the dashboard.</summary>
    public IEnumerable<string> Values => Operator is "=~" or "!~" ? Value.Split('|') : [Value];
}
