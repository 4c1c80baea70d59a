using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.CallGraph;
using DistributedLock.Analyzers.Order.Summaries;
using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>What locked methods take, in terms of their own parameters. Thread-safe.</summary>
/// <remarks>
/// A method of a referenced assembly says it by its attribute as well; only its provider is its own secret. Where the assembly carries summaries, those say more:
/// <see cref="Referenced"/>.
/// </remarks>
internal sealed class DeclaredLocks(Compilation compilation)
{
    private readonly LockedMethods _methods = LockedMethods.Of(compilation);
    private readonly ConcurrentDictionary<IMethodSymbol, DeclaredLockSet?> _sets = new(SymbolEqualityComparer.Default);

    public ReferencedLocks Referenced { get; } = new(compilation);

    /// <returns><see langword="null"/> for a method that is not locked, or not well enough to say anything.</returns>
    public DeclaredLockSet? Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var symbol = Routine.SymbolOf(method);
        return LockSymbols.IsLockedMethod(MethodParts.Speaker(symbol)) ? _sets.GetOrAdd(symbol, wrapper => Read(wrapper, cancellationToken)) : null;
    }

    /// <summary>The locked method whose body this is.</summary>
    public IMethodSymbol? WrapperOf(IMethodSymbol core, CancellationToken cancellationToken) =>
        core.MethodKind == MethodKind.Ordinary && _methods.WrapperOf(core, cancellationToken) is { } wrapper ? Routine.SymbolOf(wrapper) : null;

    private DeclaredLockSet? Read(IMethodSymbol wrapper, CancellationToken cancellationToken)
    {
        var isOwn = SymbolEqualityComparer.Default.Equals(wrapper.ContainingAssembly, compilation.Assembly);
        var speaker = isOwn ? MethodParts.Speaker(wrapper) : wrapper;
        var parse = isOwn ? _methods.Parse(wrapper, cancellationToken) : null;
        if (isOwn && parse?.Method is null)
        {
            return null;
        }

        var attributes = speaker.GetAttributes().Where(static attribute => attribute.AttributeClass.IsLockAttribute()).ToList();
        var locks = attributes.Select((attribute, index) => Read(wrapper, attribute, parse?.Method?.Locks[index].Provider, cancellationToken)).ToImmutableArray();
        var handle = wrapper.Parameters.LastOrDefault(static parameter => parameter.Type.IsHandle() && parameter.RefKind == RefKind.None);
        return new DeclaredLockSet(wrapper, isOwn ? speaker.Locations[0] : Location.None, locks, handle?.Ordinal, parse?.Core is { } core ? Routine.SymbolOf(core) : null, parse?.Method?.Core);
    }

    private static Acquisition Read(IMethodSymbol wrapper, AttributeData attribute, string? provider, CancellationToken cancellationToken)
    {
        var template = CodeModel.Templates.KeyTemplateParser.Parse(LockAttributeReader.Key(attribute));

        // A referenced project may have its source at hand, but its places are no places of this compilation. Only for methods of its own is a provider known.
        var location = provider is not null && attribute.ApplicationSyntaxReference is { } reference
            ? Location.Create(reference.SyntaxTree, reference.Span)
            : Location.None;
        cancellationToken.ThrowIfCancellationRequested();
        return new Acquisition(DeclaredKey.Read(wrapper, template), DeclaredProvider.Read(wrapper, provider), location, template.Canonical)
        {
            IsShared = LockAttributeReader.Integer(attribute, OptionNames.Mode) == Acquisition.ModeShared,
            IsSemaphore = LockAttributeReader.Integer(attribute, OptionNames.MaxConcurrency) > 1,
            Waits = (LockAttributeReader.Number(attribute, OptionNames.TimeoutSeconds) ?? LockAttributeReader.Number(attribute, OptionNames.TimeoutMinutes)) != 0,
        };
    }
}
