using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>The field that keeps a provider: named, written and placed as the fields that are there.</summary>
internal sealed class ProviderField
{
    private readonly ProviderRequest _request;
    private readonly TypeDeclarationSyntax _part;
    private readonly FieldDeclarationSyntax? _last;

    public ProviderField(ProviderRequest request, TypeDeclarationSyntax part)
    {
        _request = request;
        _part = part;
        var fields = request.Type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(request.CancellationToken))
            .OfType<TypeDeclarationSyntax>()
            .SelectMany(static declaration => declaration.Members)
            .OfType<FieldDeclarationSyntax>()
            .Where(static field => !field.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.ConstKeyword))
            .ToList();
        _last = fields.LastOrDefault(field => field.Parent == part && !IsInsideCondition(part, field));
        Name = request.FieldName(PrefixOf(fields));
        SaysPrivate = !fields.Any(static field => field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) && field.Modifiers.Count == 1);
    }

    public string Name { get; }

    private bool SaysPrivate { get; }

    /// <summary>The field in an expression where a parameter may hide it.</summary>
    public string Access(string parameter) => parameter == Name ? "this." + Name : Name;

    /// <param name="initializer">The expression it starts with; <see langword="null"/> for none.</param>
    public void Edit(string? initializer)
    {
        var tree = _part.SyntaxTree;
        var position = _last?.FullSpan.End ?? _part.OpenBraceToken.FullSpan.End;
        var field = $"{(SaysPrivate ? "private " : string.Empty)}readonly {_request.TypeAt(tree, _part.OpenBraceToken.Span.End)} {Name}{(initializer is null ? string.Empty : " = " + initializer)};";
        var isAtLineStart = SourceLayout.IsFirstInLine(tree, position);
        var separation = _last is null && _part.Members.Count > 0 ? "\n" : string.Empty;
        _request.Edits.Insert(tree, position, isAtLineStart ? $"{MemberIndentation(_part)}{field}\n{separation}" : $" {field} ");
    }

    public static string MemberIndentation(TypeDeclarationSyntax part) => part.Members.Count > 0 && SourceLayout.IsFirstInLine(part.SyntaxTree, part.Members[0].SpanStart)
        ? SourceLayout.IndentationAt(part.SyntaxTree, part.Members[0].SpanStart)
        : SourceLayout.IndentationAt(part.SyntaxTree, part.SpanStart) + SourceLayout.IndentationUnit(part, inner: null);

    private static string PrefixOf(List<FieldDeclarationSyntax> fields)
    {
        var names = fields.Where(static field => !field.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword))
            .SelectMany(static field => field.Declaration.Variables)
            .Select(static variable => variable.Identifier.ValueText)
            .Where(static name => name.Length > 0)
            .ToList();
        return names.Count == 0 ? "_"
            : names.Last().StartsWith("m_", StringComparison.Ordinal) ? "m_"
            : names.Last()[0] == '_' ? "_"
            : string.Empty;
    }

    /// <summary>What follows such a field might not be there in another configuration.</summary>
    private static bool IsInsideCondition(TypeDeclarationSyntax part, FieldDeclarationSyntax field)
    {
        var depth = 0;
        foreach (var trivia in part.DescendantTrivia(static _ => true).Where(trivia => trivia.IsDirective && trivia.SpanStart > part.OpenBraceToken.SpanStart && trivia.SpanStart < field.Span.End))
        {
            depth += trivia.Kind() switch
            {
                SyntaxKind.IfDirectiveTrivia => 1,
                SyntaxKind.EndIfDirectiveTrivia => -1,
                _ => 0,
            };
        }

        return depth > 0;
    }
}
