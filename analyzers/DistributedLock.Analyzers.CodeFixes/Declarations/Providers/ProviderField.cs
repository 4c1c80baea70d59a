using DistributedLock.Analyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>The field that keeps a provider, or the property in a type that keeps what it is given in properties: named, written and placed as those that are there.</summary>
internal sealed class ProviderField
{
    private readonly ProviderRequest _request;
    private readonly TypeDeclarationSyntax _part;
    private readonly MemberDeclarationSyntax? _last;
    private readonly PropertyDeclarationSyntax? _property;

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
        _property = fields.Count > 0 ? null : part.Members.OfType<PropertyDeclarationSyntax>().LastOrDefault(property => KeepsWhatItIsGiven(property) && !IsInsideCondition(part, property));
        _last = _property ?? (MemberDeclarationSyntax?)fields.LastOrDefault(field => field.Parent == part && !IsInsideCondition(part, field));
        Name = _property is null ? request.FieldName(PrefixOf(fields)) : request.ParameterName(isProperty: true);
        SaysPrivate = !fields.Any(static field => field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) && field.Modifiers.Count == 1);
    }

    public string Name { get; }

    private bool SaysPrivate { get; }

    /// <summary>The field in a constructor, where a parameter may hide it.</summary>
    public string Access(ConstructorDeclarationSyntax? constructor, string added) =>
        added == Name || constructor?.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == Name) == true ? "this." + Name : Name;

    /// <param name="initializer">The expression it starts with; <see langword="null"/> for none.</param>
    public void Edit(string? initializer)
    {
        var tree = _part.SyntaxTree;
        var position = _last?.FullSpan.End ?? _part.OpenBraceToken.FullSpan.End;
        var type = _request.TypeAt(tree, _part.OpenBraceToken.Span.End);
        var start = initializer is null ? string.Empty : $" = {initializer}";
        var field = _property is null
            ? $"{(SaysPrivate ? "private " : string.Empty)}readonly {type} {Name}{start};"
            : $"{_property.Modifiers} {type} {Name} {{ get; }}{(initializer is null ? string.Empty : start + ";")}".TrimStart();
        var isAtLineStart = SourceLayout.IsFirstInLine(tree, position);
        var separation = _last is null && _part.Members.Count > 0 ? "\n" : string.Empty;
        var gap = _property is not null && _part.Members[0] != _property && SourceLayout.StartsWithEmptyLine(_property) ? "\n" : string.Empty;
        _request.Edits.Insert(tree, position, isAtLineStart ? $"{gap}{MemberIndentation(_part)}{field}\n{separation}" : $" {field} ");
    }

    /// <summary>Whether this is a property such as <c>private IOrders Orders { get; }</c>. A public one is no pattern: it would show the provider to everybody.</summary>
    private static bool KeepsWhatItIsGiven(PropertyDeclarationSyntax property) =>
        property is { ExpressionBody: null, Initializer: null, AccessorList.Accessors: { Count: 1 } accessors }
        && accessors[0] is { Body: null, ExpressionBody: null }
        && accessors[0].IsKind(SyntaxKind.GetAccessorDeclaration)
        && property.Modifiers.All(static modifier => modifier.IsKind(SyntaxKind.PrivateKeyword));

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

    /// <summary>What follows such a member might not be there in another configuration.</summary>
    private static bool IsInsideCondition(TypeDeclarationSyntax part, MemberDeclarationSyntax member)
    {
        var depth = 0;
        foreach (var trivia in part.DescendantTrivia(static _ => true).Where(trivia => trivia.IsDirective && trivia.SpanStart > part.OpenBraceToken.SpanStart && trivia.SpanStart < member.Span.End))
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
