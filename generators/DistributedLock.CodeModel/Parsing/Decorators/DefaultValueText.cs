using System.Globalization;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>The default value of a parameter as C#.</summary>
internal static class DefaultValueText
{
    /// <returns><see langword="null"/> where there is none, or C# has no way to write it.</returns>
    public static string? Of(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
        {
            return null;
        }

        var type = TextCategory.Underlying(parameter.Type);
        return parameter.ExplicitDefaultValue switch
        {
            null => parameter.Type is { IsValueType: true } || parameter.Type.NullableAnnotation == NullableAnnotation.Annotated ? "default" : "default!",
            { } value when type.TypeKind == TypeKind.Enum => Enumeration(type, value),
            { } value => Literal(value),
        };
    }

    private static string Enumeration(ITypeSymbol type, object value) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && value.Equals(field.ConstantValue)) is { } named
            ? $"{CSharpText.Type(type)}.{CSharpText.Name(named.Name)}"
            : $"({CSharpText.Type(type)})({Literal(value)})";

    private static string? Literal(object value) => value switch
    {
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        float.NaN => "float.NaN",
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
        string or char or bool or sbyte or byte or short or ushort or int or uint or long or ulong => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false),
        _ => null,
    };
}
