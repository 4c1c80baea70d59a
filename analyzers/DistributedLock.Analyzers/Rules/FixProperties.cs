namespace DistributedLock.Analyzers.Rules;

/// <summary>
/// What an analyzer tells the code fix in a diagnostic's properties: the fixes see no code model, so an answer that takes one is found once, where the
/// problem is found.
/// </summary>
internal static class FixProperties
{
    /// <summary>The text to put in the place of what is marked, or the name to use; where there is a choice, each on a line of its own.</summary>
    public const string Replacement = "Replacement";

    /// <summary>The keyword that holds a handle for the rest of its block: <c>await using</c> or <c>using</c>.</summary>
    public const string Holding = "Holding";

    /// <summary>Which arguments of the call stay, in their new order: positions with commas between them, each followed by <c>:name</c> where it needs one.</summary>
    public const string Arguments = "Arguments";
}
