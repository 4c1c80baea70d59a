using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>
/// Passes the provider to constructors that ask for it now, where the caller has exactly one. Other calls are left to the user, who alone knows which provider
/// is meant; the compiler names them.
/// </summary>
internal static class ConstructorCalls
{
    public static async Task EditAsync(Solution solution, SourceEdits edits, GivenConstructors given, CancellationToken cancellationToken)
    {
        var seen = new HashSet<SyntaxNode>();
        foreach (var constructor in given.All)
        {
            var found = await SymbolFinder.FindReferencesAsync(constructor.Symbol, solution, cancellationToken).ConfigureAwait(false);
            foreach (var reference in found.SelectMany(static symbol => symbol.Locations))
            {
                var root = await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                if (root?.FindToken(reference.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { } call
                    && seen.Add(call)
                    && await reference.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
                    && given.Of(model.GetSymbolInfo(call, cancellationToken).Symbol as IMethodSymbol, cancellationToken) is { } called
                    && CallersProvider.At(call, model, cancellationToken) is { } provider)
                {
                    Edit(edits, call, called, provider);
                }
            }
        }
    }

    private static void Edit(SourceEdits edits, BaseObjectCreationExpressionSyntax call, GivenConstructor called, string provider)
    {
        if (call.ArgumentList is { } arguments)
        {
            called.AddArgument(edits, arguments, provider);
        }
        else if (call is ObjectCreationExpressionSyntax creation)
        {
            edits.Insert(call.SyntaxTree, creation.Type.Span.End, $"({provider})");
        }
    }
}
