using System.Text;
using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Cores;

/// <summary>Writes the head of a core, as its wrapper's head is written: the same names, layout and comments.</summary>
internal sealed class CoreHead(MethodDeclarationSyntax wrapper, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
{
    private readonly KeptAttributes _attributes = new(model, cancellationToken);

    /// <param name="name">The name of the core.</param>
    /// <param name="isAsync">Whether it has the modifier.</param>
    /// <param name="isIterator">Whether a token may be marked as the enumerator's, which means nothing elsewhere.</param>
    public string Write(string name, bool isAsync, bool isIterator)
    {
        var head = new StringBuilder();
        var indentation = SourceLayout.IndentationAt(wrapper.SyntaxTree, wrapper.SpanStart);
        foreach (var list in wrapper.AttributeLists)
        {
            if (_attributes.Of(list, isIterator) is { } kept)
            {
                head.Append(kept).Append('\n').Append(indentation);
            }
        }

        head.Append("private ");
        foreach (var modifier in wrapper.Modifiers.Where(static modifier => modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.ReadOnlyKeyword or SyntaxKind.UnsafeKeyword))
        {
            head.Append(modifier.Text).Append(' ');
        }

        head.Append(isAsync ? "async " : string.Empty);
        return head.Append(CoreReturnType.Of(wrapper.ReturnType, model, cancellationToken)).Append(' ')
            .Append(name).Append(wrapper.TypeParameterList?.ToString())
            .Append(Parameters(isIterator))
            .Append(Constraints())
            .ToString();
    }

    /// <summary>Without what only a caller of the wrapper sees: default values, <c>params</c>, <c>this</c>, and most attributes.</summary>
    private string Parameters(bool isIterator)
    {
        var list = wrapper.ParameterList;
        var text = new StringBuilder();
        var position = list.SpanStart;
        var source = list.SyntaxTree.GetText(cancellationToken);
        foreach (var parameter in list.Parameters)
        {
            foreach (var attributes in parameter.AttributeLists)
            {
                Skip(attributes.SpanStart, attributes.GetLastToken().GetNextToken().SpanStart, _attributes.Of(attributes, isIterator) is { } kept ? kept + " " : string.Empty);
            }

            foreach (var modifier in parameter.Modifiers.Where(static modifier => modifier.Kind() is SyntaxKind.ThisKeyword or SyntaxKind.ParamsKeyword))
            {
                Skip(modifier.SpanStart, modifier.GetNextToken().SpanStart, string.Empty);
            }

            if (parameter.Default is { } value)
            {
                Skip(value.EqualsToken.GetPreviousToken().Span.End, value.Span.End, string.Empty);
            }
        }

        return text.Append(source.ToString(TextSpan.FromBounds(position, list.Span.End))).ToString();

        void Skip(int start, int end, string instead)
        {
            text.Append(source.ToString(TextSpan.FromBounds(position, start))).Append(instead);
            position = end;
        }
    }

    private string Constraints()
    {
        if (!method.IsOverride)
        {
            var start = wrapper.ParameterList.Span.End;
            return wrapper.ConstraintClauses.Count == 0
                ? string.Empty
                : wrapper.SyntaxTree.GetText(cancellationToken).ToString(TextSpan.FromBounds(start, wrapper.ConstraintClauses.Last().Span.End));
        }

        // An override inherits its constraints; the core is no override, and has to spell them out.
        return string.Concat(method.TypeParameters.Select(InheritedConstraints));
    }

    private string InheritedConstraints(ITypeParameterSymbol parameter)
    {
        var constraints = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            constraints.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            constraints.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            constraints.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            constraints.Add("notnull");
        }

        constraints.AddRange(parameter.ConstraintTypes.Select(type => type.ToMinimalDisplayString(model, wrapper.SpanStart)));
        if (parameter is { HasConstructorConstraint: true, HasValueTypeConstraint: false })
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? string.Empty : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }
}
