using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Adds a provider to a type with ordinary constructors: a field, a parameter, and the assignment.</summary>
internal sealed class ConstructorParameters
{
    private readonly ProviderRequest _request;
    private readonly IReadOnlyList<ConstructorDeclarationSyntax> _constructors;
    private readonly ProviderField _field;
    private readonly string _parameter;
    private readonly ConstructorChain _chain;

    public ConstructorParameters(ProviderRequest request, IReadOnlyList<ConstructorDeclarationSyntax> constructors)
    {
        _request = request;
        _constructors = constructors;
        _field = new ProviderField(request, (TypeDeclarationSyntax)constructors[0].Parent!);
        _parameter = request.ParameterName();
        _chain = new ConstructorChain(request, _parameter);
    }

    public void Edit()
    {
        _field.Edit(initializer: null);
        var given = new HashSet<SyntaxNode>();
        foreach (var constructor in _constructors.Where(static constructor => !ConstructorChain.CallsAnother(constructor)))
        {
            var own = _chain.OwnParameter(constructor);
            if (own is null)
            {
                _chain.Give(constructor);
                given.Add(constructor);
            }

            Assign(constructor, own ?? _parameter);
        }

        _chain.PassOn(_constructors, given);
    }

    private void Assign(ConstructorDeclarationSyntax constructor, string parameter)
    {
        var assignment = $"{_field.Access(constructor, parameter)} = {parameter};";
        if (constructor.Body is { } body)
        {
            AssignIn(body, assignment);
        }
        else if (constructor.ExpressionBody is { } expression)
        {
            AssignBeside(constructor, expression, assignment);
        }
    }

    private void AssignIn(BlockSyntax body, string assignment)
    {
        var tree = body.SyntaxTree;
        var close = body.CloseBraceToken.SpanStart;
        if (!SourceLayout.IsFirstInLine(tree, close))
        {
            _request.Edits.Insert(tree, body.OpenBraceToken.Span.End, " " + assignment);
            return;
        }

        // At the end, as one would write it; but not behind a way out.
        var outer = SourceLayout.IndentationAt(tree, close);
        var unit = body.Statements.Count > 0 && SourceLayout.IsFirstInLine(tree, body.Statements[0].SpanStart)
            ? SourceLayout.IndentationUnit(body, body.Statements[0])
            : SourceLayout.IndentationUnit(body, inner: null);
        if (CanEndEarly(body))
        {
            _request.Edits.Insert(tree, body.OpenBraceToken.Span.End, $"\n{outer}{unit}{assignment}");
        }
        else
        {
            _request.Edits.Insert(tree, close, $"{unit}{assignment}\n{outer}");
        }
    }

    private void AssignBeside(ConstructorDeclarationSyntax constructor, ArrowExpressionClauseSyntax expression, string assignment)
    {
        var tree = constructor.SyntaxTree;
        var indentation = SourceLayout.IndentationAt(tree, constructor.SpanStart);
        var inner = indentation + SourceLayout.IndentationUnit(constructor.Parent!, constructor);
        var before = expression.ArrowToken.GetPreviousToken();
        var start = before.TrailingTrivia.All(static trivia => trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia) && expression.ArrowToken.LeadingTrivia.All(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            ? before.Span.End
            : expression.ArrowToken.SpanStart;
        var arrowEnd = Math.Max(expression.ArrowToken.Span.End, SourceLayout.EndWithSpace(expression.ArrowToken));
        _request.Edits.Replace(tree, TextSpan.FromBounds(start, arrowEnd), $"\n{indentation}{{\n{inner}");
        _request.Edits.Insert(tree, constructor.SemicolonToken.Span.End, $"\n{inner}{assignment}\n{indentation}}}");
    }

    private static bool CanEndEarly(BlockSyntax body) =>
        body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is ReturnStatementSyntax);
}
