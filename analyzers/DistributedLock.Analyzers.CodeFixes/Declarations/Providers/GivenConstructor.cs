using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>A constructor that gets a parameter for the provider, as its callers have to know it.</summary>
/// <param name="symbol">The constructor as it was.</param>
/// <param name="list">Its parameters as they were; <see langword="null"/> for none.</param>
/// <param name="parameter">The name of the new one.</param>
internal sealed class GivenConstructor(IMethodSymbol symbol, ParameterListSyntax? list, string parameter)
{
    public IMethodSymbol Symbol { get; } = symbol;

    /// <summary>Adds the argument to a call.</summary>
    public void AddArgument(SourceEdits edits, ArgumentListSyntax arguments, string value)
    {
        var index = list is null ? 0 : ParameterInsertion.IndexIn(list);
        var isByPosition = arguments.Arguments.Count >= index && arguments.Arguments.Take(index).All(static argument => argument.NameColon is null);
        if (isByPosition)
        {
            ParameterInsertion.Insert(edits, arguments.SyntaxTree, arguments.Arguments, arguments.OpenParenToken, index, value);
        }
        else
        {
            ParameterInsertion.Insert(edits, arguments.SyntaxTree, arguments.Arguments, arguments.OpenParenToken, arguments.Arguments.Count, $"{parameter}: {value}");
        }
    }
}
