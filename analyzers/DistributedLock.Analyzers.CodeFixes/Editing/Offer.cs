namespace DistributedLock.Analyzers.CodeFixes.Editing;

/// <summary>A way to mend a diagnostic.</summary>
/// <param name="title">What the IDE shows.</param>
/// <param name="key">The same for diagnostics that are to be mended together.</param>
internal sealed class Offer(string title, string key)
{
    public string Title { get; } = title;

    public string Key { get; } = key;
}
