using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>A type that is to be given a provider, and the names to do it with.</summary>
internal sealed class ProviderRequest
{
    private readonly string? _type;
    private readonly HashSet<string> _memberNames;
    private readonly HashSet<string> _parameterNames;

    /// <summary>For the type of a method that is to be locked.</summary>
    public ProviderRequest(SourceEdits edits, GivenConstructors given, MethodPlace place, string? type, CancellationToken cancellationToken)
        : this(edits, given, place.Method.ContainingType, place.TypePart, place.Model.Compilation, cancellationToken)
    {
        IsKept = true;
        _type = type;
    }

    /// <summary>For a type that may have to pass a provider to its base class.</summary>
    public ProviderRequest(SourceEdits edits, GivenConstructors given, INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
        : this(edits, given, type, BaseConstructor.PartWithBaseClass(type, compilation, cancellationToken) ?? ProviderAddition.Parts(type, cancellationToken).First(), compilation, cancellationToken)
    {
    }

    private ProviderRequest(
        SourceEdits edits, GivenConstructors given, INamedTypeSymbol type, TypeDeclarationSyntax part, Compilation compilation, CancellationToken cancellationToken)
    {
        Edits = edits;
        Given = given;
        Type = type;
        Part = part;
        Compilation = compilation;
        CancellationToken = cancellationToken;
        _memberNames = new HashSet<string>(NamesOf(Type), StringComparer.Ordinal) { Type.Name };

        // A parameter of a method would hide one of the primary constructor.
        _parameterNames = new HashSet<string>(
            Type.GetMembers().OfType<IMethodSymbol>().SelectMany(static method => method.Parameters).Select(static parameter => parameter.Name), StringComparer.Ordinal);
    }

    public SourceEdits Edits { get; }

    /// <summary>The constructors that have got a parameter so far.</summary>
    public GivenConstructors Given { get; }

    /// <summary>Whether the type needs the provider itself, and does not only pass it on.</summary>
    public bool IsKept { get; }

    public INamedTypeSymbol Type { get; }

    /// <summary>The part of the type that a new member goes to.</summary>
    public TypeDeclarationSyntax Part { get; }

    public Compilation Compilation { get; }

    public CancellationToken CancellationToken { get; }

    public SemanticModel ModelOf(SyntaxNode node) => Compilation.GetSemanticModel(node.SyntaxTree);

    /// <summary>The type of a provider as it is written at a place.</summary>
    public string TypeAt(SyntaxTree tree, int position) => _type
        ?? Compilation.GetTypeByMetadataName(LockTypes.Provider)?.ToMinimalDisplayString(Compilation.GetSemanticModel(tree), position)
        ?? "global::" + LockTypes.Provider;

    /// <summary>The name of the parameter; of a positional record it is a property's.</summary>
    public string ParameterName(bool isProperty = false) =>
        Free(isProperty ? ["Locks", "LockProvider", "DistributedLocks"] : ["locks", "lockProvider", "distributedLocks"], _memberNames, _parameterNames);

    /// <summary>The name of a field for it, in the style of the fields that are there.</summary>
    public string FieldName(string prefix) => Free([prefix + "locks", prefix + "lockProvider", prefix + "distributedLocks"], _memberNames, []);

    private static string Free(string[] names, HashSet<string> taken, HashSet<string> alsoTaken)
    {
        for (var number = 2; ; number++)
        {
            if (names.FirstOrDefault(name => !taken.Contains(name) && !alsoTaken.Contains(name)) is { } free)
            {
                return free;
            }

            names = [names[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') + number];
        }
    }

    private static IEnumerable<string> NamesOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                yield return member.Name;
            }
        }

        foreach (var parameter in type.TypeParameters)
        {
            yield return parameter.Name;
        }
    }
}
