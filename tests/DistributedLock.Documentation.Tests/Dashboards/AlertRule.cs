namespace DistributedLock.Documentation.Tests.Dashboards;

/// <summary>One alert, as it stands in the file.</summary>
internal sealed record AlertRule(string Name, IReadOnlyDictionary<string, string> Fields)
{
    public string Expression => Fields["expr"];

    public override string ToString() => Name;
}
