using System.Collections.Immutable;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using DistributedLock.CodeModel.Parsing;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Symbols;

/// <summary>A body that runs under declared locks, and what takes them: the core of a locked method, or the user's method of a locked job class.</summary>
/// <param name="Method">The body.</param>
/// <param name="Entry">What takes the locks first: the locked method's definition; for a job the method by which its framework runs it, which may be the body itself.</param>
/// <param name="Attributes">The declared locks, taken together.</param>
/// <param name="Model">What the generator writes; <see langword="null"/> where the declaration has an error, and where a filter takes the locks.</param>
internal sealed record LockedBody(IMethodSymbol Method, IMethodSymbol Entry, ImmutableArray<AttributeData> Attributes, LockedMethod? Model)
{
    /// <summary>The class whose jobs are locked; <see langword="null"/> for a locked method.</summary>
    public INamedTypeSymbol? JobClass { get; init; }

    /// <summary>For a job, the parameter of <see cref="Entry"/> whose members a key can name without saying so.</summary>
    public IParameterSymbol? Context { get; init; }

    /// <summary>Whether a job has a token of its own, which fires when the lock is lost.</summary>
    public bool HasOwnToken { get; init; }

    /// <summary>Whether nothing but the framework can take the locks: a call from code has nothing else to call.</summary>
    public bool IsTakenByFilter => JobClass is not null && SymbolEqualityComparer.Default.Equals(Entry, Method);

    /// <summary>What messages call the lock's owner.</summary>
    public string Name => JobClass?.Name ?? Entry.Name;

    /// <summary>What code calls to run the body under its lock.</summary>
    public string EntryName => JobClass is null ? Entry.Name : $"{Entry.ContainingType.Name}.{Entry.Name}";

    /// <summary>Whether it is awaited, or enumerated asynchronously, by what takes the locks.</summary>
    public bool IsAwaited => Entry.ReturnType.IsPlainTask() || Entry.ReturnType.IsTaskOfT() || Entry.ReturnType.IsAsyncEnumerable();

    /// <summary>The key templates in canonical spelling.</summary>
    public IEnumerable<string> Templates => Attributes.Select(LockAttributeReader.Key).OfType<string>().Select(static template => KeyTemplateParser.Parse(template).Canonical);
}
