using System.Collections.Immutable;

namespace DistributedLock.CodeModel.Problems;

/// <summary>What is wrong with a declaration.</summary>
/// <param name="Id">The id of the diagnostic.</param>
/// <param name="IsError">Whether no wrapper can be written.</param>
/// <param name="Arguments">The arguments of the diagnostic's message.</param>
public sealed record LockProblem(string Id, bool IsError, ProblemTarget Target, ImmutableArray<string> Arguments);
