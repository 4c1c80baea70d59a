using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.CallGraph;
using DistributedLock.Analyzers.Order.Summaries;
using DistributedLock.Analyzers.Order.Values;
using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>What locked methods and jobs take, in terms of their own parameters. Thread-safe.</summary>
/// <remarks>
/// A method of a referenced assembly says it by its attribute as well; only its provider is its own secret. Where the assembly carries summaries, those say more:
/// <see cref="Referenced"/>.
/// </remarks>
internal sealed class DeclaredLocks(Compilation compilation)
{
    private readonly LockedMethods _methods = LockedMethods.Of(compilation);
    private readonly ConcurrentDictionary<IMethodSymbol, DeclaredLockSet?> _sets = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, DeclaredLockSet?> _jobs = new(SymbolEqualityComparer.Default);

    public ReferencedLocks Referenced { get; } = new(compilation);

    /// <returns>
    /// <see langword="null"/> for a method that is not locked, or not well enough to say anything. A method of an interface is locked where a decorator stands
    /// before its service, which only the container knows: nothing that would be said about it is certain.
    /// </returns>
    public DeclaredLockSet? Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var symbol = Routine.SymbolOf(method);
        return symbol.ContainingType?.TypeKind != TypeKind.Interface && LockSymbols.IsLockedMethod(MethodParts.Speaker(symbol)) ? _sets.GetOrAdd(symbol, wrapper => Read(wrapper, cancellationToken)) : null;
    }

    /// <summary>What is taken around a method that is the core of a locked method, or the body of a locked job.</summary>
    public DeclaredLockSet? Around(IMethodSymbol method, CancellationToken cancellationToken) => _methods.AroundCallsOf(method, cancellationToken) switch
    {
        null => null,
        { JobClass: not null } job => _jobs.GetOrAdd(method, body => ReadJob(job, body)),

        // The override of a core may have a wrapper of its own.
        var locked => SymbolEqualityComparer.Default.Equals(locked.Method, method.OriginalDefinition) ? Of(locked.Entry, cancellationToken) : null,
    };

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
        var locks = attributes
            .Select((attribute, index) => Read(
                attribute,
                DeclaredKey.Read(wrapper, TemplateOf(attribute)),
                DeclaredProvider.Read(wrapper, wrapper.ContainingType, parse?.Method?.Locks[index].Provider),
                isHere: parse?.Method is not null))
            .ToImmutableArray();
        cancellationToken.ThrowIfCancellationRequested();
        var handle = wrapper.Parameters.LastOrDefault(static parameter => parameter.Type.IsHandle() && parameter.RefKind == RefKind.None);
        return new DeclaredLockSet(wrapper, isOwn ? speaker.Locations[0] : Location.None, locks, handle?.Ordinal, parse?.Core is { } core ? Routine.SymbolOf(core) : null, parse?.Method?.Core);
    }

    private DeclaredLockSet? ReadJob(LockedBody job, IMethodSymbol body)
    {
        if (job is { Model: null, IsTakenByFilter: false })
        {
            return null;
        }

        var locks = job.Attributes
            .Select((attribute, index) => Read(
                attribute,
                DeclaredKey.Read(job.Entry, TemplateOf(attribute), job.JobClass, job.Context),
                job.Model is { } model ? DeclaredProvider.Read(job.Entry, job.JobClass!, model.Locks[index].Provider) : DeclaredProvider.OfFilter(compilation.Assembly),
                isHere: true))
            .ToImmutableArray();
        return new DeclaredLockSet(job.Entry, job.JobClass!.Locations[0], locks, givenHandle: null, body, job.Model?.Core) { IsOfJob = true };
    }

    private static KeyTemplate TemplateOf(AttributeData attribute) => KeyTemplateParser.Parse(LockAttributeReader.Key(attribute));

    /// <param name="attribute">The declaration.</param>
    /// <param name="key">Its key.</param>
    /// <param name="provider">Its provider.</param>
    /// <param name="isHere">Whether it is this compilation's. A referenced project may have its source at hand, but its places are no places of this compilation.</param>
    private static Acquisition Read(AttributeData attribute, BoundValue key, BoundValue provider, bool isHere)
    {
        var location = isHere && attribute.ApplicationSyntaxReference is { } reference ? Location.Create(reference.SyntaxTree, reference.Span) : Location.None;
        return new Acquisition(key, provider, location, TemplateOf(attribute).Canonical)
        {
            IsShared = LockAttributeReader.Integer(attribute, OptionNames.Mode) == Acquisition.ModeShared,
            IsSemaphore = LockAttributeReader.Integer(attribute, OptionNames.MaxConcurrency) > 1,
            Waits = (LockAttributeReader.Number(attribute, OptionNames.TimeoutSeconds) ?? LockAttributeReader.Number(attribute, OptionNames.TimeoutMinutes)) != 0,
        };
    }
}
