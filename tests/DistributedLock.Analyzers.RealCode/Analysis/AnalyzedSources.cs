using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.RealCode.Analysis;

/// <summary>What came out for one input.</summary>
/// <param name="Name">The input.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Lines">How many lines these have.</param>
/// <param name="Methods">How many methods and accessors with a body they declare.</param>
/// <param name="Errors">Errors of the compiler: symbols that were not resolved.</param>
/// <param name="ErrorExamples">One for each of the most frequent kinds, with its number.</param>
/// <param name="Binding">The time of the compiler to bind all of it, in the same process.</param>
/// <param name="Times">The time of each analyzer.</param>
/// <param name="Reports">What the analyzers report.</param>
internal sealed record AnalyzedSources(
    string Name,
    int Files,
    int Lines,
    int Methods,
    int Errors,
    IReadOnlyList<string> ErrorExamples,
    TimeSpan Binding,
    IReadOnlyDictionary<string, TimeSpan> Times,
    ImmutableArray<Diagnostic> Reports)
{
    public TimeSpan AllAnalyzers => TimeSpan.FromTicks(Times.Values.Sum(static time => time.Ticks));
}
