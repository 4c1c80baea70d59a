using System.Collections.Immutable;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Problems;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>What was read from a class with the attribute.</summary>
/// <param name="Job">The model; <see langword="null"/> when no other part can or should be written.</param>
/// <param name="Rejected">What stands in for the other part of a class with an error; <see langword="null"/> when nothing can.</param>
/// <param name="Problems">What is to be reported.</param>
/// <param name="Body">The user's method that runs under the lock, where one was found. For analyzers: the generator's pipeline keeps no symbol.</param>
public sealed record LockedJobParse(LockedJob? Job, RejectedJob? Rejected, ImmutableArray<LockProblem> Problems, IMethodSymbol? Body)
{
    /// <summary>What the table of locks says about a class whose methods are the jobs; <see langword="null"/> for jobs of other kinds.</summary>
    public LockedJobClass? Class { get; init; }

    /// <summary>The method of the framework's interface that takes the lock and calls the body; <see langword="null"/> where there is none. For analyzers, too.</summary>
    public IMethodSymbol? Entry { get; init; }

    /// <summary>The parameter of that method whose members a key can name without saying so.</summary>
    public IParameterSymbol? Context { get; init; }

    /// <summary>There is nothing to write and nothing to say.</summary>
    public static LockedJobParse Nothing { get; } = new(null, null, ImmutableArray<LockProblem>.Empty, null);
}
