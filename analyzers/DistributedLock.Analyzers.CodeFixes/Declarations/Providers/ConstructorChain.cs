using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Gives constructors the parameter, and passes a provider on from those that call another one of their type.</summary>
internal sealed class ConstructorChain(ProviderRequest request, string parameter)
{
    public static bool CallsAnother(ConstructorDeclarationSyntax constructor) => constructor.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) == true;

    /// <summary>The parameter by which a constructor is given a provider already.</summary>
    public static string? OwnParameter(IMethodSymbol? constructor) =>
        constructor?.Parameters.FirstOrDefault(static candidate => candidate.RefKind == RefKind.None && LockTypes.IsProvider(candidate.Type))?.Name;

    /// <summary>Adds the parameter, unless there is one already.</summary>
    /// <returns>The name by which the constructor has the provider.</returns>
    public string Give(ConstructorDeclarationSyntax constructor)
    {
        var symbol = request.ModelOf(constructor).GetDeclaredSymbol(constructor, request.CancellationToken);
        if (OwnParameter(symbol) is { } own)
        {
            return own;
        }

        ParameterInsertion.Insert(
            request.Edits, constructor.ParameterList, $"{request.TypeAt(constructor.SyntaxTree, constructor.ParameterList.SpanStart)} {parameter}");
        ParameterDocumentation.Insert(request.Edits, constructor, parameter);
        if (symbol is not null)
        {
            request.Given.Add(symbol, constructor.ParameterList, parameter, request.CancellationToken);
        }

        return parameter;
    }

    /// <summary>Adds the argument to every call of a constructor that is given the parameter, and the parameter to the callers.</summary>
    public void PassOn(IEnumerable<ConstructorDeclarationSyntax> constructors)
    {
        var waiting = constructors.Where(CallsAnother).ToList();
        while (waiting.FirstOrDefault(caller => Target(caller) is not null) is { } next)
        {
            waiting.Remove(next);
            Target(next)!.AddArgument(request.Edits, next.Initializer!.ArgumentList, Give(next));
        }
    }

    /// <summary>The constructor that one calls, where that gets the parameter.</summary>
    private GivenConstructor? Target(ConstructorDeclarationSyntax caller) => request.Given.Of(
        request.ModelOf(caller).GetSymbolInfo(caller.Initializer!, request.CancellationToken).Symbol as IMethodSymbol, request.CancellationToken);
}
