namespace DistributedLock.Benchmarks.Reports;

/// <summary>A table of text, for what has no reference and no target.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Columns">The first one's cells are names, the others' numbers.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
internal sealed record DetailTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
