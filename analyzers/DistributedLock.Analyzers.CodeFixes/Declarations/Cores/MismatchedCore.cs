using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Cores;

/// <summary>A locked method and the one method that can be meant as its core, though its signature is another one.</summary>
internal sealed class MismatchedCore
{
    private MismatchedCore(MethodPlace wrapper, MethodPlace core)
    {
        Wrapper = wrapper;
        Core = core;
    }

    public MethodPlace Wrapper { get; }

    public MethodPlace Core { get; }

    /// <param name="marked">The method that the diagnostic marks: the core, or the locked method whose attribute names it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns><see langword="null"/> where another method could be meant, or others have to agree to a change.</returns>
    public static MismatchedCore? Of(MethodPlace marked, CancellationToken cancellationToken)
    {
        var type = marked.Method.ContainingType;
        var wrappers = IsLocked(marked.Method)
            ? [marked.Method]
            : type.GetMembers().OfType<IMethodSymbol>()
                .Where(method => IsLocked(method) && CoreNames.Accepted(method, cancellationToken).Contains(marked.Method.Name))
                .ToList();
        if (wrappers.Count != 1)
        {
            return null;
        }

        var cores = CoreNames.Accepted(wrappers[0], cancellationToken).SelectMany(name => type.GetMembers(name)).ToList();
        return cores.Count == 1
            && cores[0] is IMethodSymbol core
            && PlaceOf(wrappers[0], marked.Model.Compilation, cancellationToken) is { } wrapper
            && PlaceOf(core, marked.Model.Compilation, cancellationToken) is { } place
            && IsItsOwn(place)
            && core.Arity == wrapper.Method.Arity
            && core.TypeParameters.Zip(wrapper.Method.TypeParameters, static (left, right) => left.Name == right.Name).All(static same => same)
            ? new MismatchedCore(wrapper, place)
            : null;
    }

    private static bool IsLocked(IMethodSymbol method) => method.GetAttributes().Any(static attribute => LockTypes.IsLockAttribute(attribute.AttributeClass));

    /// <summary>Whether nothing but its callers in the type depends on the signature.</summary>
    private static bool IsItsOwn(MethodPlace core) =>
        core.Method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, ReturnsByRef: false, ReturnsByRefReadonly: false }
        && !core.Syntax.Modifiers.Any(SyntaxKind.PartialKeyword)
        && !core.Method.IsExtern
        && !IsLocked(core.Method)
        && core.Syntax is { Body: not null } or { ExpressionBody: not null };

    private static MethodPlace? PlaceOf(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax } syntax
            && compilation.ContainsSyntaxTree(syntax.SyntaxTree)
            ? new MethodPlace(syntax, method, compilation.GetSemanticModel(syntax.SyntaxTree))
            : null;
}
