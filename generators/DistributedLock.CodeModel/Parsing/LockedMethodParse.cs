using System.Collections.Immutable;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>What was read from a method with the attribute.</summary>
/// <param name="Method">The model; <see langword="null"/> when no wrapper can or should be written.</param>
/// <param name="Rejected">What stands in for the wrapper of a method with an error; <see langword="null"/> when nothing can.</param>
/// <param name="Problems">What is to be reported.</param>
/// <param name="Core">The method that runs under the lock, where one was found. For analyzers: the generator's pipeline keeps no symbol.</param>
public sealed record LockedMethodParse(LockedMethod? Method, RejectedMethod? Rejected, ImmutableArray<LockProblem> Problems, IMethodSymbol? Core)
{
    /// <summary>There is nothing to write and nothing to say.</summary>
    public static LockedMethodParse Nothing { get; } = new(null, null, ImmutableArray<LockProblem>.Empty, null);
}
