using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>Which values a template, an interpolated string and <c>ToString()</c> write alike, whatever the culture.</summary>
internal static class TextForm
{
    /// <summary>Marks the text that the current culture has a say in; a template writes the invariant one.</summary>
    public const string OfCulture = "culture";

    /// <summary>A date, a fraction and everything with a formatting of its own may differ.</summary>
    public static bool IsSimple(ITypeSymbol? type) => type is not null
        && (IsText(type) || IsInteger(type) || type.TypeKind == TypeKind.Enum || type is { Name: "Guid", ContainingNamespace.Name: "System" });

    public static bool IsInteger(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    /// <summary>The text of a constant; <see langword="null"/> where it may differ.</summary>
    public static string? Of(object constant, ITypeSymbol? type) => type?.TypeKind == TypeKind.Enum
        ? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, constant))?.Name
        : constant switch
        {
            string or char => constant.ToString(),
            bool or float or double or decimal or DateTime => null,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => null,
        };

    private static bool IsText(ITypeSymbol type) => type.SpecialType is SpecialType.System_String or SpecialType.System_Char || type.Name == "LockKey";
}
