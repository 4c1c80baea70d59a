using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Parsing.Jobs;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Symbols;

/// <summary>
/// Which bodies run under declared locks, and what takes those: read by the parsers that the generator uses, once per method, job class and compilation. Thread-safe.
/// </summary>
internal sealed class LockedMethods
{
    // So that all analyzers share one reading. A value of this table does not keep its key alive, even though it refers to it.
    private static readonly ConditionalWeakTable<Compilation, LockedMethods> ByCompilation = new();

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyDictionary<IMethodSymbol, LockedBody>> _bodies = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, LockedMethodParse> _parses = new(SymbolEqualityComparer.Default);

    private readonly Lazy<HashSet<IMethodSymbol>> _declaredElsewhere;

    private LockedMethods(Compilation compilation)
    {
        _compilation = compilation;
        _declaredElsewhere = new(FindDeclaredElsewhere);
    }

    /// <summary>Those of a compilation, the same for all who ask.</summary>
    public static LockedMethods Of(Compilation compilation) => ByCompilation.GetValue(compilation, static of => new LockedMethods(of));

    /// <summary>What the parser says about a method of this compilation; nothing for a method without the attribute.</summary>
    public LockedMethodParse Parse(IMethodSymbol method, CancellationToken cancellationToken) =>
        _parses.GetOrAdd(MethodParts.Speaker(method.OriginalDefinition), speaker => LockedMethodParser.Parse(speaker, _compilation, cancellationToken));

    /// <summary>The locked method (its definition) that calls this one as its core; <see langword="null"/> for every other method.</summary>
    public IMethodSymbol? WrapperOf(IMethodSymbol core, CancellationToken cancellationToken) =>
        BodyOf(core, cancellationToken) is { JobClass: null } body ? body.Entry : null;

    /// <summary>The locks around a method that is a body itself; <see langword="null"/> for every other method.</summary>
    public LockedBody? BodyOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var definition = method.OriginalDefinition;
        for (var type = definition.ContainingType; type is not null; type = type.ContainingType)
        {
            if (BodiesIn(type, cancellationToken).TryGetValue(definition, out var body))
            {
                return body;
            }
        }

        return null;
    }

    /// <summary>The locks under which a method runs where it is called as a body: of the body that it overrides, too.</summary>
    public LockedBody? AroundCallsOf(IMethodSymbol? method, CancellationToken cancellationToken)
    {
        for (; method is not null; method = method.OverriddenMethod)
        {
            if (method.MethodKind == MethodKind.Ordinary && BodyOf(method, cancellationToken) is { } body)
            {
                return body;
            }
        }

        return null;
    }

    /// <summary>The bodies that a type declares or, for locked methods, names.</summary>
    public IEnumerable<LockedBody> In(INamedTypeSymbol type, CancellationToken cancellationToken) => BodiesIn(type.OriginalDefinition, cancellationToken).Values;

    /// <summary>
    /// Whether this is a member of an interface or a virtual method that a locked method of this compilation implements or overrides. The first question
    /// looks at every type, so it is to be asked last.
    /// </summary>
    public bool IsImplementedByLocked(IMethodSymbol method) =>
        (method.IsAbstract || method.IsVirtual || method.IsOverride) && _declaredElsewhere.Value.Contains(method.OriginalDefinition);

    private HashSet<IMethodSymbol> FindDeclaredElsewhere()
    {
        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var rest = new Stack<INamespaceOrTypeSymbol>();
        rest.Push(_compilation.Assembly.GlobalNamespace);
        while (rest.Count > 0)
        {
            var symbol = rest.Pop();
            foreach (var member in symbol.GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                rest.Push(member);
            }

            if (symbol is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
            {
                AddDeclarationsOf(type, found);
            }
        }

        return found;
    }

    private static void AddDeclarationsOf(INamedTypeSymbol type, HashSet<IMethodSymbol> found)
    {
        var locked = new HashSet<IMethodSymbol>(type.GetMembers().OfType<IMethodSymbol>().Where(LockSymbols.IsLockedMethod), SymbolEqualityComparer.Default);
        if (locked.Count == 0)
        {
            return;
        }

        foreach (var method in locked)
        {
            for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                found.Add(overridden.OriginalDefinition);
            }
        }

        foreach (var member in type.AllInterfaces.SelectMany(static contract => contract.GetMembers()).OfType<IMethodSymbol>())
        {
            if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation
                && (locked.Contains(implementation) || (implementation.PartialDefinitionPart is { } definition && locked.Contains(definition))))
            {
                found.Add(member.OriginalDefinition);
            }
        }
    }

    private IReadOnlyDictionary<IMethodSymbol, LockedBody> BodiesIn(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        _bodies.GetOrAdd(type, owner =>
        {
            var bodies = new Dictionary<IMethodSymbol, LockedBody>(SymbolEqualityComparer.Default);
            foreach (var body in JobsIn(owner, cancellationToken).Concat(CoresIn(owner, cancellationToken)))
            {
                bodies[body.Method] = body;
            }

            return bodies;
        });

    private IEnumerable<LockedBody> CoresIn(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(LockSymbols.IsLockedMethod))
        {
            var parse = Parse(method, cancellationToken);
            if (parse.Core is { } core)
            {
                var speaker = MethodParts.Speaker(method);
                var attributes = speaker.GetAttributes().Where(static attribute => attribute.AttributeClass.IsLockAttribute()).ToImmutableArray();
                yield return new LockedBody(core.OriginalDefinition, speaker, attributes, parse.Method);
            }
        }
    }

    /// <summary>A body that the class inherits is left out: other classes run it, too, without these locks.</summary>
    private IEnumerable<LockedBody> JobsIn(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly) || JobAttributes.Own(type).IsEmpty)
        {
            return [];
        }

        var parse = LockedJobParser.Parse(type, _compilation, cancellationToken);
        var attributes = JobAttributes.All(type);
        var bodies = parse.Class is not null ? HangfireJobs.MethodsOf(type).Select(method => new LockedBody(method, method, attributes, Model: null) { JobClass = type })
            : parse is { Body: { } body, Entry: { } entry } ? [new LockedBody(body.OriginalDefinition, entry, attributes, parse.Job?.Method)
            {
                JobClass = type,
                Context = parse.Context,
                HasOwnToken = parse.Job?.TokenProperty is not null || body.Parameters.Any(parameter => parse.Context is { } context && SymbolEqualityComparer.Default.Equals(parameter.Type, context.Type)),
            }]
            : Enumerable.Empty<LockedBody>();
        return bodies.Where(found => SymbolEqualityComparer.Default.Equals(found.Method.ContainingType, type));
    }
}
