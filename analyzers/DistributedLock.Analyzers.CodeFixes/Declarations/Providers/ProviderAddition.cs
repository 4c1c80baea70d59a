using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>
/// Gives a type a lock provider, in the way in which it is given everything else: by its primary constructor, or by its constructors and a field.
/// </summary>
internal static class ProviderAddition
{
    // This compiler's API does not know the version.
    private const LanguageVersion CSharp12 = (LanguageVersion)1200;

    /// <summary>
    /// Whether the method's type has to be given one, and can be. A static method has no instance to take it from, and a provider that the attribute names
    /// is the user's to write.
    /// </summary>
    public static bool IsNeeded(MethodPlace place, CancellationToken cancellationToken) =>
        !place.Method.IsStatic
        && !IsNamed(place.Method)
        && !ProviderInReach.Exists(place.Method, place.Model.Compilation, cancellationToken);

    /// <summary>Gives a type its provider, by the constructors that it has.</summary>
    public static void Edit(ProviderRequest request)
    {
        var type = request.Type;
        var constructors = ConstructorsOf(type, isCopying: false, request.CancellationToken);
        var copies = ConstructorsOf(type, isCopying: true, request.CancellationToken);
        var primary = Parts(type, request.CancellationToken).FirstOrDefault(static part => ParameterListOf(part) is not null);
        if (primary is not null)
        {
            new PrimaryConstructorParameter(request, primary).Edit(constructors, copies);
        }
        else if (constructors.Count > 0)
        {
            new ConstructorParameters(request, constructors).Edit(copies);
        }
        else if (HasPrimaryConstructors(type, request.Compilation))
        {
            var part = BaseConstructor.PartWithBaseClass(type, request.Compilation, request.CancellationToken) ?? request.Part;
            new PrimaryConstructorParameter(request, part).Edit(constructors, copies);
        }
        else
        {
            NewConstructor.Edit(request);
        }
    }

    /// <summary>The parameter list of a type, which this compiler's API knows of records only.</summary>
    public static ParameterListSyntax? ParameterListOf(TypeDeclarationSyntax part) => part.ChildNodes().OfType<ParameterListSyntax>().FirstOrDefault();

    private static bool HasPrimaryConstructors(INamedTypeSymbol type, Compilation compilation) =>
        type.IsRecord || ((CSharpCompilation)compilation).LanguageVersion >= CSharp12;

    private static bool IsNamed(IMethodSymbol method)
    {
        var attributes = method.GetAttributes().Where(static attribute => LockTypes.IsLockAttribute(attribute.AttributeClass)).ToList();
        return attributes.Count > 0 && attributes.All(static attribute => attribute.NamedArguments.Any(static argument => argument.Key == "Provider"));
    }

    public static IEnumerable<TypeDeclarationSyntax> Parts(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>();

    /// <summary>Those with a body: the ones that copy a record, which take the provider from the original, or all the others.</summary>
    private static List<ConstructorDeclarationSyntax> ConstructorsOf(INamedTypeSymbol type, bool isCopying, CancellationToken cancellationToken) => type.InstanceConstructors
        .Where(constructor => !constructor.IsImplicitlyDeclared && IsCopying(constructor) == isCopying)
        .SelectMany(static constructor => constructor.DeclaringSyntaxReferences)
        .Select(reference => reference.GetSyntax(cancellationToken))
        .OfType<ConstructorDeclarationSyntax>()
        .ToList();

    private static bool IsCopying(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord
        && constructor.Parameters.Length == 1
        && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);
}
