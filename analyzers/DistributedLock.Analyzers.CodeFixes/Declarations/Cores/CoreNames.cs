using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Cores;

/// <summary>
/// Finds names for cores. A method that is there already must neither be taken for the new core nor the other way round: the generator looks at the
/// parameters apart from tokens and handles.
/// </summary>
internal sealed class CoreNames
{
    private const string AsyncSuffix = "Async";
    private const string Suffix = "Core";

    private readonly List<(string Name, IMethodSymbol Wrapper)> _given = [];

    /// <summary>The name that the attribute asks for; <see langword="null"/> where it leaves that to the convention.</summary>
    public static string? Named(IMethodSymbol method, CancellationToken cancellationToken) => method.GetAttributes()
        .Where(static attribute => LockTypes.IsLockAttribute(attribute.AttributeClass))
        .Select(attribute => attribute.NamedArguments.Where(static argument => argument.Key == "Core").Select(static argument => argument.Value.Value as string).FirstOrDefault()
            ?? NameInText(attribute, cancellationToken))
        .FirstOrDefault(static name => name is not null);

    /// <summary>The names under which the generator looks for the core of a method.</summary>
    public static IReadOnlyList<string> Accepted(IMethodSymbol method, CancellationToken cancellationToken) =>
        Named(method, cancellationToken) is { } named ? [named]
            : StemOf(method) is var (stem, end) && end.Length > 0 ? [stem + Suffix + end, method.Name + Suffix]
            : [method.Name + Suffix];

    /// <returns><see langword="null"/> where no name is free.</returns>
    public CoreName? For(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (Named(method, cancellationToken) is { } named)
        {
            return SyntaxFacts.IsValidIdentifier(named) && IsFree(named, method) ? new CoreName(named, isConvention: true) : null;
        }

        // The second convention (CreateAsyncCore) is looked at beside the first one, so it would be taken for the core of the same method.
        var accepted = Accepted(method, cancellationToken);
        var (stem, end) = StemOf(method);
        return accepted.All(name => IsFree(name, method)) ? new CoreName(accepted[0], isConvention: true)
            : new[] { "Body", "Unlocked", "UnderLock" }.Select(word => stem + word + end).Where(name => IsFree(name, method)).Select(static name => new CoreName(name, isConvention: false)).FirstOrDefault();
    }

    /// <summary><c>Create</c> and <c>Async</c> of <c>CreateAsync</c>.</summary>
    private static (string Stem, string End) StemOf(IMethodSymbol method) =>
        method.Name.EndsWith(AsyncSuffix, StringComparison.Ordinal) && method.Name.Length > AsyncSuffix.Length
            ? (method.Name.Substring(0, method.Name.Length - AsyncSuffix.Length), AsyncSuffix)
            : (method.Name, string.Empty);

    /// <summary>From now on the name is taken.</summary>
    public void Give(string name, IMethodSymbol wrapper) => _given.Add((name, wrapper));

    /// <summary>The name in a <c>nameof</c> of a method that is not there yet: it has no value before the core is written.</summary>
    private static string? NameInText(AttributeData attribute, CancellationToken cancellationToken) =>
        (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax)?.ArgumentList?.Arguments
            .Where(static argument => argument.NameEquals?.Name.Identifier.ValueText == "Core")
            .Select(static argument => argument.Expression is InvocationExpressionSyntax { ArgumentList: { Arguments: { Count: 1 } arguments } } ? arguments[0].Expression : null)
            .OfType<IdentifierNameSyntax>()
            .Select(static name => name.Identifier.ValueText)
            .FirstOrDefault();

    private bool IsFree(string name, IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (type.Name == name || type.TypeParameters.Any(parameter => parameter.Name == name))
        {
            return false;
        }

        if (_given.Any(given => given.Name == name && SymbolEqualityComparer.Default.Equals(given.Wrapper.ContainingType, type) && CouldBeTakenFor(given.Wrapper, method))
            || type.GetMembers(name).Any(member => member is not IMethodSymbol other || CouldBeTakenFor(other, method)))
        {
            return false;
        }

        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).Any(static member => member.DeclaredAccessibility != Accessibility.Private))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CouldBeTakenFor(IMethodSymbol other, IMethodSymbol method)
    {
        var left = Ordinary(other);
        var right = Ordinary(method);
        return other.Arity == method.Arity && left.Count == right.Count && left.Zip(right, (one, two) => IsSame(one.Type, two.Type)).All(static same => same);
    }

    private static List<IParameterSymbol> Ordinary(IMethodSymbol method) =>
        method.Parameters.Where(static parameter => !LockTypes.IsToken(parameter.Type) && !LockTypes.IsHandle(parameter.Type)).ToList();

    /// <summary>Type parameters of two methods are never the same symbol; they are taken for the same here, to be on the safe side.</summary>
    private static bool IsSame(ITypeSymbol left, ITypeSymbol right) =>
        SymbolEqualityComparer.Default.Equals(left, right) || left.ToDisplayString() == right.ToDisplayString();
}
