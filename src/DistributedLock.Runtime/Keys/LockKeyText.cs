using System.Collections;
using System.Globalization;
using System.Text;

namespace DistributedLock;

/// <summary>
/// The one canonical text of a value in a key: invariant culture, case kept, dates round-trip, GUIDs lower-case with hyphens, numbers in their
/// shortest round-trip form, enumerations by name. Generated code, jobs and endpoints all come here, so one value is one key everywhere.
/// </summary>
internal static class LockKeyText
{
    /// <summary>The format that makes a type's text canonical; <see langword="null"/> for its general format.</summary>
    /// <remarks>For value types the JIT folds this into a constant.</remarks>
    public static string? FormatOf<T>()
    {
        if (typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTimeOffset))
        {
            return "O";
        }

#if NET
        if (typeof(T) == typeof(DateOnly) || typeof(T) == typeof(TimeOnly))
        {
            return "O";
        }
#endif

        if (typeof(T) == typeof(Guid))
        {
            return "D";
        }

        if (typeof(T) == typeof(TimeSpan))
        {
            return "c";
        }

        if (typeof(T) == typeof(double) || typeof(T) == typeof(float))
        {
            return "R";
        }

        // 1.0 and 1.00 are the same number, so they must be the same key; G29 drops the trailing zeros.
        return typeof(T) == typeof(decimal) ? "G29" : null;
    }

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>By name, or as the format <c>D</c>, <c>F</c>, <c>G</c> or <c>X</c> wants it.</summary>
    public static string OfEnum<T>(T value, string? format = null)
        where T : Enum
    {
        if (format is "D" or "d")
        {
            return NumberOf(value);
        }

        // A value without a name is written as a number, and a negative one with the current culture's sign.
        var text = value.ToString(format);
        return char.IsLetterOrDigit(text[0]) || text[0] == '_' ? text : NumberOf(value);
    }

    private static string NumberOf<T>(T value)
        where T : Enum => Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    /// <summary>The text of a value whose type is only known at run time; the same as the typed forms give.</summary>
    /// <returns><see langword="null"/> for <see langword="null"/>, for a type without a stable text, and for a format that means nothing to the type.</returns>
    public static string? OfObject(object? value, string? format = null) => value switch
    {
        null => null,
        double number => OfFormattable(number, format),
        float number => OfFormattable(number, format),
        decimal number => OfFormattable(number, format),
        DateTime date => OfFormattable(date, format),
        DateTimeOffset date => OfFormattable(date, format),
        Guid id => OfFormattable(id, format),
        TimeSpan span => OfFormattable(span, format),
#if NET
        Half number => OfFormattable(number, format),
        DateOnly date => OfFormattable(date, format),
        TimeOnly time => OfFormattable(time, format),
#endif
        char character => format is null ? character.ToString() : null, // before IFormattable, which it is on newer frameworks
        Enum enumeration => OfEnum(enumeration, format),
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ when format is not null => null,
        string text => text,
        bool boolean => Of(boolean),
        IEnumerable => null,
        _ => OwnText(value),
    };

    /// <summary>What a type says that has a <c>ToString</c> of its own: the one of <see cref="object"/> prints the type.</summary>
    private static string? OwnText(object value)
    {
        var text = value.ToString();
        return text == value.GetType().ToString() ? null : text;
    }

    public static string OfFormattable<T>(T value, string? format)
        where T : IFormattable => IsFloatingZero(value) ? ZeroText(format) : value.ToString(format ?? FormatOf<T>(), CultureInfo.InvariantCulture);

    /// <summary>Whether a value is a zero that may carry a sign: -0.0 equals 0.0, so it must be the same key.</summary>
    public static bool IsFloatingZero<T>(T value)
    {
        if (typeof(T) == typeof(double))
        {
            return (double)(object)value! == 0d;
        }

#if NET
        if (typeof(T) == typeof(Half))
        {
            return (Half)(object)value! == Half.Zero;
        }
#endif

        return typeof(T) == typeof(float) && (float)(object)value! == 0f;
    }

    public static string ZeroText(string? format) => 0d.ToString(format ?? "R", CultureInfo.InvariantCulture);

    /// <summary>
    /// What begins an escape in a value before a literal that begins with <paramref name="next"/>. It must not be that character: then the reader of a key
    /// could not tell an escape from the end of the value.
    /// </summary>
    public static char EscapeBefore(char next) => next == '%' ? '~' : '%';

    /// <summary>Writes one UTF-16 code unit as <c>%XX</c> for each byte of its (generalized) UTF-8 form.</summary>
    /// <remarks>
    /// A lone surrogate is encoded like any other code unit (WTF-8), so that the escaped text never holds the code unit that ends a placeholder.
    /// </remarks>
    public static void AppendEscaped(StringBuilder target, char value, char escape)
    {
        if (value < 0x80)
        {
            AppendByte(target, value, escape);
        }
        else if (value < 0x800)
        {
            AppendByte(target, 0xC0 | (value >> 6), escape);
            AppendByte(target, 0x80 | (value & 0x3F), escape);
        }
        else
        {
            AppendByte(target, 0xE0 | (value >> 12), escape);
            AppendByte(target, 0x80 | ((value >> 6) & 0x3F), escape);
            AppendByte(target, 0x80 | (value & 0x3F), escape);
        }
    }

    private static void AppendByte(StringBuilder target, int value, char escape)
    {
        const string digits = "0123456789ABCDEF";
        target.Append(escape).Append(digits[value >> 4]).Append(digits[value & 0xF]);
    }
}
