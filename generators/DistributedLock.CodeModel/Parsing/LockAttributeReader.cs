using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Reads one attribute. What is not set, or set to a value that the compiler rejects, is <see langword="null"/>.</summary>
public static class LockAttributeReader
{
    public static string? Key(AttributeData attribute) =>
        attribute.ConstructorArguments.Length == 1 ? attribute.ConstructorArguments[0].Value as string : null;

    /// <summary>Whether the compiler accepted the attribute's constructor call; a half-typed one gives no key to judge.</summary>
    public static bool HasKey(AttributeData attribute) =>
        attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Kind != TypedConstantKind.Error;

    public static string? Text(AttributeData attribute, string option) => Value(attribute, option) as string;

    /// <summary>The number of an option whose default is NaN.</summary>
    public static double? Number(AttributeData attribute, string option) =>
        Value(attribute, option) is double number && !double.IsNaN(number) ? number : null;

    /// <summary>The number of an option, or the underlying value of an enumeration, whose default is 0.</summary>
    public static int? Integer(AttributeData attribute, string option) => Value(attribute, option) is int number && number != 0 ? number : null;

    private static object? Value(AttributeData attribute, string option)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == option)
            {
                return argument.Value.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum ? argument.Value.Value : null;
            }
        }

        return null;
    }
}
