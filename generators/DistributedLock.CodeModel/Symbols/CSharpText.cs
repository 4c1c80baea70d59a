using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Symbols;

/// <summary>Symbols and values as C# source text.</summary>
public static class CSharpText
{
    // The same in every file, whatever usings it has; nullability, tuple names and dynamic are kept, because both parts of a method must agree on them.
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat ReadableFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static readonly SymbolDisplayFormat ShortFormat = SymbolDisplayFormat.MinimallyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>A type as generated code writes it.</summary>
    /// <remarks><c>await</c> is no keyword to the display format, but it is one in every asynchronous body.</remarks>
    public static string Type(ITypeSymbol type)
    {
        var text = type.ToDisplayString(TypeFormat);
        return text.IndexOf("await", StringComparison.Ordinal) < 0
            ? text
            : string.Concat(type.ToDisplayParts(TypeFormat).Select(static part => part.ToString() is "await" ? "@await" : part.ToString()));
    }

    /// <summary>A type of another name beside one, with the same type parameters.</summary>
    /// <param name="type">The one.</param>
    /// <param name="name">The other's name.</param>
    /// <param name="isOpen">Whether the type parameters are left open, as in <c>typeof(List&lt;&gt;)</c>.</param>
    public static string Beside(INamedTypeSymbol type, string name, bool isOpen)
    {
        var container = type.ContainingType is { } outer ? Beside(outer, Name(outer.Name), isOpen) + "."
            : type.ContainingNamespace.IsGlobalNamespace ? "global::"
            : $"global::{Namespace(type.ContainingNamespace)}.";
        var parameters = isOpen ? new string(',', Math.Max(0, type.Arity - 1)) : string.Join(", ", type.TypeParameters.Select(static parameter => Name(parameter.Name)));
        return type.Arity == 0 ? container + name : $"{container}{name}<{parameters}>";
    }

    /// <summary>A type as metadata for tools names it.</summary>
    public static string Readable(ISymbol symbol) => symbol.ToDisplayString(ReadableFormat);

    /// <summary>A type as its user would write it.</summary>
    public static string Short(ITypeSymbol type) => type.ToDisplayString(ShortFormat);

    /// <summary>A name, escaped where it is a keyword.</summary>
    public static string Name(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static string Namespace(INamespaceSymbol symbol) =>
        symbol.IsGlobalNamespace ? string.Empty : Type(symbol);

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Literal(char character) => SymbolDisplay.FormatLiteral(character, quote: true);

    /// <summary><c>ref</c>, <c>out</c> and so on, as an argument repeats it.</summary>
    public static string ArgumentModifier(RefKind kind) => kind switch
    {
        RefKind.None => string.Empty,
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",

        // in, and ref readonly, which this compiler's API does not name.
        _ => "in ",
    };

    private static string Type(INamespaceSymbol symbol) =>
        symbol.ContainingNamespace is { IsGlobalNamespace: false } outer ? $"{Type(outer)}.{Name(symbol.Name)}" : Name(symbol.Name);
}
