using System.Collections.Immutable;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>What was read from a method with the attribute.</summary>
/// <param name="Method">The model; <see langword="null"/> when no wrapper can or should be written.</param>
/// <param name="Problems">What is to be reported.</param>
public sealed record LockedMethodParse(LockedMethod? Method, ImmutableArray<LockProblem> Problems);
