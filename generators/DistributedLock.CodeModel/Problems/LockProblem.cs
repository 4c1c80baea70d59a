using System.Collections.Immutable;

namespace DistributedLock.CodeModel.Problems;

/// <summary>What is wrong with a declaration.</summary>
/// <param name="Id">The id of the diagnostic.</param>
/// <param name="IsError">Whether no wrapper can be written.</param>
/// <param name="Arguments">The arguments of the diagnostic's message.</param>
/// <param name="Answers">What a code fix could write, as far as the model knows it: the rule says of which kind they are.</param>
public sealed record LockProblem(string Id, bool IsError, ProblemTarget Target, ImmutableArray<string> Arguments, ImmutableArray<string> Answers);
