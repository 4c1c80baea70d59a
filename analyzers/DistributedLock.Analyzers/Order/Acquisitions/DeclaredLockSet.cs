using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Values;
using DistributedLock.CodeModel.Methods;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>The locks of one locked method or job, taken together, and the body that runs under them.</summary>
internal sealed class DeclaredLockSet(
    IMethodSymbol wrapper, Location location, ImmutableArray<Acquisition> locks, int? givenHandle, IMethodSymbol? core, BodyCall? call)
{
    public IMethodSymbol Wrapper { get; } = wrapper;

    /// <summary>Whether a framework runs it: code never calls it by this symbol, which other jobs have as well.</summary>
    public bool IsOfJob { get; init; }

    /// <summary>The method's name in the source, or that of the job's class.</summary>
    public Location Location { get; } = location;

    public ImmutableArray<Acquisition> Locks { get; } = locks;

    /// <summary>The position of the parameter by which a caller shares a lock; with a handle there, none is taken.</summary>
    public int? GivenHandle { get; } = givenHandle;

    /// <summary>The body; <see langword="null"/> in another assembly.</summary>
    public IMethodSymbol? Core { get; } = core;

    /// <summary>What the core is called with, in terms of the wrapper's parameters.</summary>
    public ImmutableArray<BoundValue> CoreArguments()
    {
        if (call is null && Core is not null && SymbolEqualityComparer.Default.Equals(Core, Wrapper))
        {
            return Core.Parameters.Select(static parameter => BoundValue.Of(ValuePath.Of(parameter))).ToImmutableArray();
        }

        var arguments = ImmutableArray.CreateBuilder<BoundValue>();
        foreach (var argument in call?.Arguments ?? default)
        {
            var name = argument.Expression.Split(' ').Last().TrimStart('@');
            var parameter = argument.Kind == BodyArgumentKind.Parameter ? Wrapper.Parameters.FirstOrDefault(candidate => candidate.Name == name) : null;
            arguments.Add(parameter is null ? BoundValue.Unknown : BoundValue.Of(ValuePath.Of(parameter)));
        }

        return arguments.ToImmutable();
    }
}
