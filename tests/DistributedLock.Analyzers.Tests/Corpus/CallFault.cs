namespace DistributedLock.Analyzers.Tests.Corpus;

/// <summary>What is wrong, or not, with two locks of which one is held while the other is taken; put into the templates of <c>Calls</c>.</summary>
/// <param name="Name">What the test is called by.</param>
/// <param name="RuleId">The rule that reports it; <see langword="null"/> where nothing is wrong.</param>
/// <param name="First">The name of the lock that is held.</param>
/// <param name="Second">The name of the lock that is taken then.</param>
/// <param name="IsFirstShared">Whether the first is held in shared mode.</param>
/// <param name="DeclaredOrder">The names in <c>[assembly: LockOrder]</c>, outermost first.</param>
internal sealed record CallFault(string Name, string? RuleId, string First, string Second, bool IsFirstShared = false, string[]? DeclaredOrder = null)
{
    public static IReadOnlyList<CallFault> All { get; } =
    [
        new("Taken again", "DLK0201", "account", "account"),
        new("Upgraded", "DLK0204", "account", "account", IsFirstShared: true),
        new("Against the declared order", "DLK0203", "account", "customer", DeclaredOrder: ["customer", "account"]),
        new("Another lock", null, "account", "customer"),
        new("In the declared order", null, "account", "customer", DeclaredOrder: ["account", "customer"]),
    ];

    /// <summary>A template with this fault in the place of its placeholders.</summary>
    /// <param name="template">The text of the template.</param>
    /// <param name="throughOneMore">Whether the step calls the second locked method by way of one more method.</param>
    /// <param name="keySuffix">What stands behind the names in the key templates: nothing, or a placeholder.</param>
    public string In(string template, bool throughOneMore, string keySuffix)
    {
        var order = DeclaredOrder is null
            ? ""
            : $"[assembly: LockOrder({string.Join(", ", DeclaredOrder.Select(name => $"\"{name}{keySuffix}\""))})]";
        var filled = template
            .Replace("__order__", order, StringComparison.Ordinal)
            .Replace("__first__", First + keySuffix, StringComparison.Ordinal)
            .Replace("__second__", Second + keySuffix, StringComparison.Ordinal)
            .Replace("__mode__", IsFirstShared ? ", Mode = LockMode.Shared" : "", StringComparison.Ordinal)
            .Replace("__requestmode__", IsFirstShared ? "Mode = LockMode.Shared" : "", StringComparison.Ordinal)
            .Replace("__step__", throughOneMore ? "Next" : "Check", StringComparison.Ordinal);
        return RuleId is not null
            ? filled.Replace("__fault__", RuleId, StringComparison.Ordinal)
            : filled.Replace("{|__fault__:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);
    }
}
