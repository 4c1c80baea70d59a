namespace DistributedLock.Analyzers.Rules;

/// <summary>The ids of the diagnostics about how locks are used. Those about declarations are in <c>ProblemIds</c>.</summary>
internal static class RuleIds
{
    public const string NotAwaited = "DLK0101";
    public const string NotReleased = "DLK0102";
    public const string TaskLeavesUsing = "DLK0103";
    public const string UsingOfTask = "DLK0104";
    public const string CoreCalledDirectly = "DLK0105";
    public const string BlockedWhileHeld = "DLK0106";
    public const string CoreWithoutToken = "DLK0107";
    public const string WorkOutlivesLock = "DLK0108";
    public const string ResultNotChecked = "DLK0109";
    public const string TakenAgain = "DLK0201";
    public const string OppositeOrders = "DLK0202";
    public const string OrderContradicted = "DLK0203";
    public const string Upgrade = "DLK0204";
    public const string SharedTemplate = "DLK0301";
    public const string ReleasedBeforeCommit = "DLK0302";
    public const string EnumeratedLater = "DLK0303";
}
