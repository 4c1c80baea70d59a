using System.Text;
using DistributedLock.Analyzers.CodeFixes.Declarations;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.CodeFixes.Refactorings;

/// <summary>
/// Proposes a key template: the names of type and method, and the parameters that look as if they told one thing from another. Only those whose text is
/// stable and that cannot be null are proposed.
/// </summary>
internal static class LockKeyProposal
{
    private static readonly string[] Words = ["id", "key", "name", "code", "number", "guid", "uuid", "slug", "sku", "isbn", "email"];
    private static readonly string[] Suffixes = ["Id", "ID", "Key", "Name", "Code", "Number", "Guid", "Uuid", "Slug", "Sku", "Isbn", "Email"];

    public static string For(IMethodSymbol method)
    {
        var name = method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name.Length > "Async".Length
            ? method.Name.Substring(0, method.Name.Length - "Async".Length)
            : method.Name;
        var parts = new List<string> { Kebab(method.ContainingType.Name), Kebab(name) };
        parts.AddRange(method.Parameters.Where(static parameter => parameter.RefKind != RefKind.Out).Select(Placeholder).OfType<string>());
        return string.Join("-", parts);
    }

    private static string? Placeholder(IParameterSymbol parameter)
    {
        if (IsIdLike(parameter.Name) && HasStableText(parameter.Type))
        {
            return $"{{{parameter.Name}}}";
        }

        // An object that is told from others by its own id. A record prints all its members, so its id has to be named as well.
        var isObject = parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None, NullableAnnotation: not NullableAnnotation.Annotated }
            && !LockTypes.IsToken(parameter.Type)
            && !LockTypes.IsTask(parameter.Type);
        var id = isObject ? WithBases(parameter.Type).SelectMany(static type => type.GetMembers()).OfType<IPropertySymbol>().FirstOrDefault(static property => property is
            { Name: "Id" or "Key", IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public }) : null;
        return id is not null && HasStableText(id.Type) ? $"{{{parameter.Name}.{id.Name}}}" : null;
    }

    /// <summary>Many an id is declared once, in a base class of all entities.</summary>
    private static IEnumerable<ITypeSymbol> WithBases(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    private static bool IsIdLike(string name) =>
        Words.Contains(name, StringComparer.OrdinalIgnoreCase) || Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal));

    private static bool HasStableText(ITypeSymbol type)
    {
        if (type.NullableAnnotation == NullableAnnotation.Annotated || type.IsRefLikeType)
        {
            return false;
        }

        return type.TypeKind == TypeKind.Enum
            || type.SpecialType is SpecialType.System_String or SpecialType.System_Char
                or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16
                or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
                or SpecialType.System_Decimal
            || (type is INamedTypeSymbol && type.SpecialType == SpecialType.None && type.AllInterfaces.Any(static candidate => candidate.ToDisplayString() == "System.IFormattable"));
    }

    /// <summary><c>InvoiceService</c> as <c>invoice-service</c>, <c>XMLReader2</c> as <c>xml-reader2</c>.</summary>
    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        for (var index = 0; index < name.Length; index++)
        {
            var isUpper = char.IsUpper(name[index]);
            var startsWord = isUpper && index > 0 && name[index - 1] != '_'
                && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
            text.Append(startsWord ? "-" : string.Empty).Append(name[index] == '_' ? '-' : char.ToLowerInvariant(name[index]));
        }

        return text.ToString().Trim('-');
    }
}
