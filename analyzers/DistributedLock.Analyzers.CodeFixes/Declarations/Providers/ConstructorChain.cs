using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Passes a provider on from constructors that call another one of their type.</summary>
internal sealed class ConstructorChain(ProviderRequest request, string parameter)
{
    /// <summary>The parameter by which a constructor is given a provider already.</summary>
    public string? OwnParameter(ConstructorDeclarationSyntax constructor) =>
        Symbol(constructor)?.Parameters.FirstOrDefault(static candidate => candidate.RefKind == RefKind.None && LockTypes.IsProvider(candidate.Type))?.Name;

    public static bool CallsAnother(ConstructorDeclarationSyntax constructor) => constructor.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) == true;

    /// <summary>Adds the parameter.</summary>
    public void Give(ConstructorDeclarationSyntax constructor)
    {
        ParameterInsertion.Insert(
            request.Edits, constructor.ParameterList, $"{request.TypeAt(constructor.SyntaxTree, constructor.ParameterList.SpanStart)} {parameter}");
        ParameterDocumentation.Insert(request.Edits, constructor, parameter);
    }

    /// <summary>Adds the argument to every call of a constructor that is given the parameter, and the parameter to the callers.</summary>
    /// <param name="constructors">All constructors with a body.</param>
    /// <param name="given">Those that get the parameter, and the type's parameter list if that does.</param>
    public void PassOn(IReadOnlyList<ConstructorDeclarationSyntax> constructors, ISet<SyntaxNode> given)
    {
        var waiting = constructors.Where(CallsAnother).ToList();
        while (waiting.FirstOrDefault(caller => given.Contains(Target(caller)!)) is { } next)
        {
            waiting.Remove(next);
            var own = OwnParameter(next);
            AddArgument(next.Initializer!.ArgumentList, ParameterListOf(Target(next)!)!, own ?? parameter);
            if (own is null)
            {
                Give(next);
                given.Add(next);
            }
        }
    }

    private void AddArgument(ArgumentListSyntax arguments, ParameterListSyntax target, string value)
    {
        var index = ParameterInsertion.IndexIn(target);
        var isByPosition = arguments.Arguments.Count >= index && arguments.Arguments.Take(index).All(static argument => argument.NameColon is null);
        if (isByPosition)
        {
            ParameterInsertion.Insert(request.Edits, arguments.SyntaxTree, arguments.Arguments, arguments.OpenParenToken, index, value);
        }
        else
        {
            ParameterInsertion.Insert(request.Edits, arguments.SyntaxTree, arguments.Arguments, arguments.OpenParenToken, arguments.Arguments.Count, $"{parameter}: {value}");
        }
    }

    /// <summary>The constructor that one calls: its declaration, or that of the type with the parameter list.</summary>
    private SyntaxNode? Target(ConstructorDeclarationSyntax caller) =>
        request.Compilation.GetSemanticModel(caller.SyntaxTree).GetSymbolInfo(caller.Initializer!, request.CancellationToken).Symbol?
            .DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(request.CancellationToken);

    private static ParameterListSyntax? ParameterListOf(SyntaxNode target) =>
        target is TypeDeclarationSyntax type ? ProviderAddition.ParameterListOf(type) : ((ConstructorDeclarationSyntax)target).ParameterList;

    private IMethodSymbol? Symbol(ConstructorDeclarationSyntax constructor) =>
        request.Compilation.GetSemanticModel(constructor.SyntaxTree).GetDeclaredSymbol(constructor, request.CancellationToken);
}
