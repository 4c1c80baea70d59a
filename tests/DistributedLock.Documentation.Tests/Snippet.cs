namespace DistributedLock.Documentation.Tests;

/// <summary>One fenced C# block of a page.</summary>
/// <param name="Page">The page, relative to the repository.</param>
/// <param name="Line">The line of its first line of code, from 1.</param>
/// <param name="Code">The code.</param>
/// <param name="Tag">What the comment <c>&lt;!-- tag --&gt;</c> in the line before the block says; empty for most.</param>
internal sealed record Snippet(string Page, int Line, string Code, string Tag)
{
    public override string ToString() => $"{Page}:{Line}";
}
