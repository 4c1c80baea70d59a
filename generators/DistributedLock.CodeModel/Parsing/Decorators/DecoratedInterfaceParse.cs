using System.Collections.Immutable;
using DistributedLock.CodeModel.Decorators;
using DistributedLock.CodeModel.Problems;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>What was read from an interface.</summary>
/// <param name="Interface">The model; <see langword="null"/> when no decorator can or should be written.</param>
/// <param name="Problems">What is to be reported about the interface as a whole; what is wrong with one method is found by reading that.</param>
public sealed record DecoratedInterfaceParse(DecoratedInterface? Interface, ImmutableArray<LockProblem> Problems)
{
    /// <summary>There is nothing to write and nothing to say.</summary>
    public static DecoratedInterfaceParse Nothing { get; } = new(null, ImmutableArray<LockProblem>.Empty);
}
