using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace DistributedLock.CompilerServices;

/// <summary>
/// Writes one key from a template's literals and values. Called by generated code only; not thread-safe.
/// </summary>
/// <remarks>
/// A value that a literal follows is written with <c>%</c> and that literal's first character escaped as <c>%XX</c>, so two different lists of values
/// never give the same key. Before a literal that begins with <c>%</c>, <c>~</c> takes the place of <c>%</c>. The last value is written as it is.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct LockKeyWriter
{
    private const int NoEscape = -1;

    private readonly LockDefinition _definition;
    private Span<char> _buffer;
    private int _length;

    /// <summary>Starts a key.</summary>
    /// <param name="definition">The lock whose key is written.</param>
    /// <param name="buffer">Room for a key of usual length; a longer key moves to the heap.</param>
    public LockKeyWriter(LockDefinition definition, Span<char> buffer)
    {
        _definition = definition;
        _buffer = buffer;
        _length = 0;
    }

    /// <summary>The whole key of a template that is a literal and a text after it.</summary>
    /// <exception cref="ArgumentException">The value is <see langword="null"/>.</exception>
    public static LockKey Join(LockDefinition definition, string literal, string? value, string placeholder) =>
        new(string.Concat(literal, value ?? throw Null(definition, placeholder)));

    /// <summary>A value that a template looks up; <see langword="null"/> where it is not there, for writing it to say which placeholder that is.</summary>
    public static T? LookUp<T>(IReadOnlyDictionary<string, T>? values, string name)
        where T : class? => values is not null && values.TryGetValue(name, out var value) ? value : null;

    /// <inheritdoc cref="LookUp{T}(IReadOnlyDictionary{string, T}?, string)"/>
    public static T? LookUpValue<T>(IReadOnlyDictionary<string, T>? values, string name)
        where T : struct => values is not null && values.TryGetValue(name, out var value) ? value : null;

    /// <summary>Writes a piece of the template itself.</summary>
    public void Literal(string text) => Append(text.AsSpan());

    /// <summary>Writes text: the last value, or one before a literal whose first character is given as <c>next</c>.</summary>
    /// <exception cref="ArgumentException">The value is <see langword="null"/>.</exception>
    public void Text(string? value, string placeholder) => Append(NotNull(value, placeholder).AsSpan());

    /// <inheritdoc cref="Text(string?, string)"/>
    public void Text(string? value, string placeholder, char next) => Write(NotNull(value, placeholder).AsSpan(), next);

    /// <summary>Writes a character.</summary>
    /// <exception cref="ArgumentException">The value is <see langword="null"/>.</exception>
    public void Character(char? value, string placeholder) => Character(value, placeholder, NoEscape);

    /// <inheritdoc cref="Character(char?, string)"/>
    public void Character(char? value, string placeholder, char next) => Character(value, placeholder, (int)next);

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    /// <exception cref="ArgumentException">The value is <see langword="null"/>.</exception>
    public void Boolean(bool? value, string placeholder) => Write(LockKeyText.Of(NotNull(value, placeholder)).AsSpan(), NoEscape);

    /// <inheritdoc cref="Boolean(bool?, string)"/>
    public void Boolean(bool? value, string placeholder, char next) => Write(LockKeyText.Of(NotNull(value, placeholder)).AsSpan(), next);

    /// <summary>Writes an enumeration's value by name.</summary>
    public void Enumeration<T>(T value, string placeholder)
        where T : struct, Enum => Write(LockKeyText.OfEnum(value).AsSpan(), NoEscape);

    /// <inheritdoc cref="Enumeration{T}(T, string)"/>
    public void Enumeration<T>(T value, string placeholder, char next)
        where T : struct, Enum => Write(LockKeyText.OfEnum(value).AsSpan(), next);

    /// <inheritdoc cref="Enumeration{T}(T, string)"/>
    /// <exception cref="ArgumentException">The value is <see langword="null"/>.</exception>
    public void Enumeration<T>(T? value, string placeholder)
        where T : struct, Enum => Enumeration(NotNull(value, placeholder), placeholder);

    /// <inheritdoc cref="Enumeration{T}(T?, string)"/>
    public void Enumeration<T>(T? value, string placeholder, char next)
        where T : struct, Enum => Enumeration(NotNull(value, placeholder), placeholder, next);

    /// <summary>Writes a number, date, GUID or anything else that formats itself, in its canonical text or the given format.</summary>
    /// <exception cref="ArgumentException">The value is <see langword="null"/>.</exception>
    public void Formatted<T>(T value, string placeholder, string? format = null)
        where T : IFormattable? => WriteFormatted(value, placeholder, format, NoEscape);

    /// <inheritdoc cref="Formatted{T}(T, string, string?)"/>
    public void Formatted<T>(T value, string placeholder, char next, string? format = null)
        where T : IFormattable? => WriteFormatted(value, placeholder, format, next);

    /// <inheritdoc cref="Formatted{T}(T, string, string?)"/>
    public void Formatted<T>(T? value, string placeholder, string? format = null)
        where T : struct, IFormattable => WriteFormatted(NotNull(value, placeholder), placeholder, format, NoEscape);

    /// <inheritdoc cref="Formatted{T}(T, string, string?)"/>
    public void Formatted<T>(T? value, string placeholder, char next, string? format = null)
        where T : struct, IFormattable => WriteFormatted(NotNull(value, placeholder), placeholder, format, next);

    /// <summary>Writes the <see cref="object.ToString"/> of a type that has one of its own.</summary>
    /// <exception cref="ArgumentException">The value, or its text, is <see langword="null"/>.</exception>
    public void Object<T>(T value, string placeholder) => Write(NotNull(value?.ToString(), placeholder).AsSpan(), NoEscape);

    /// <inheritdoc cref="Object{T}(T, string)"/>
    public void Object<T>(T value, string placeholder, char next) => Write(NotNull(value?.ToString(), placeholder).AsSpan(), next);

    /// <summary>Writes a value whose type is known at run time only, such as one of a job's data, as its type would be written.</summary>
    /// <exception cref="ArgumentException">The value is <see langword="null"/>, or of a type without a stable text.</exception>
    public void Value(object? value, string placeholder, string? format = null) => Write(TextOf(value, placeholder, format).AsSpan(), NoEscape);

    /// <inheritdoc cref="Value(object?, string, string?)"/>
    public void Value(object? value, string placeholder, char next, string? format = null) => Write(TextOf(value, placeholder, format).AsSpan(), next);

    /// <summary>The key that was written.</summary>
    /// <exception cref="ArgumentException">Every value was empty, and so is the key.</exception>
    public readonly LockKey ToKey()
    {
        if (_length == 0)
        {
            throw new ArgumentException(
                $"The lock template '{_definition.Template}' of {_definition.Member} gave an empty key: expected at least one value that is not empty.");
        }

        return new LockKey(_buffer.Slice(0, _length).ToString());
    }

    private readonly string TextOf(object? value, string placeholder, string? format)
    {
        if (value is null)
        {
            ThrowNull(placeholder);
        }

        return LockKeyText.OfObject(value, format) ?? throw new ArgumentException(
            $"The placeholder '{{{placeholder}}}' of the lock template '{_definition.Template}' ({_definition.Member}) gave a {value!.GetType()}" +
            (format is null
                ? ", which has no stable text: expected a text, number, date, GUID or enumeration."
                : $", which takes no format '{format}': expected a number, date, GUID or enumeration."),
            placeholder);
    }

    private void Character(char? value, string placeholder, int next)
    {
        Span<char> text = stackalloc char[1];
        text[0] = NotNull(value, placeholder);
        Write(text, next);
    }

    private void WriteFormatted<T>(T value, string placeholder, string? format, int next)
        where T : IFormattable?
    {
        if (value is null)
        {
            ThrowNull(placeholder);
        }

        if (!typeof(T).IsValueType)
        {
            // Declared as an interface, or by a class: what the value is decides, as it does where nothing is declared.
            Write(TextOf(value, placeholder, format).AsSpan(), next);
            return;
        }

        if (typeof(T).IsEnum)
        {
            Write(LockKeyText.OfEnum((Enum)(object)value!, format).AsSpan(), next);
            return;
        }

        if (LockKeyText.IsFloatingZero(value))
        {
            Write(LockKeyText.ZeroText(format).AsSpan(), next);
            return;
        }

        format ??= LockKeyText.FormatOf<T>();
#if NET
        if (value is ISpanFormattable)
        {
            Span<char> text = stackalloc char[128];
            // For a value type this is a constrained call on a pattern the JIT resolves: nothing is boxed.
            if (((ISpanFormattable)value).TryFormat(text, out var written, format, CultureInfo.InvariantCulture))
            {
                Write(text.Slice(0, written), next);
                return;
            }
        }
#endif
        Write(NotNull(value!.ToString(format, CultureInfo.InvariantCulture), placeholder).AsSpan(), next);
    }

    private void Write(scoped ReadOnlySpan<char> text, int next)
    {
        if (next != NoEscape && text.IndexOfAny(LockKeyText.EscapeBefore((char)next), (char)next) >= 0)
        {
            text = Escape(text, (char)next).AsSpan();
        }

        Append(text);
    }

    private void Append(scoped ReadOnlySpan<char> text)
    {
        if (text.Length > _buffer.Length - _length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_buffer.Slice(_length));
        _length += text.Length;
    }

    private void Grow(int added)
    {
        var larger = new char[Math.Max(_buffer.Length * 2, _length + added)];
        _buffer.Slice(0, _length).CopyTo(larger);
        _buffer = larger;
    }

    private static string Escape(scoped ReadOnlySpan<char> text, char next)
    {
        var escape = LockKeyText.EscapeBefore(next);
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (character == escape || character == next)
            {
                LockKeyText.AppendEscaped(escaped, character, escape);
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }

    private readonly string NotNull(string? value, string placeholder)
    {
        if (value is null)
        {
            ThrowNull(placeholder);
        }

        return value!;
    }

    private readonly T NotNull<T>(T? value, string placeholder)
        where T : struct
    {
        if (value is null)
        {
            ThrowNull(placeholder);
        }

        return value.GetValueOrDefault();
    }

    private readonly void ThrowNull(string placeholder) => throw Null(_definition, placeholder);

    private static ArgumentException Null(LockDefinition definition, string placeholder) => new(
        $"The placeholder '{{{placeholder}}}' of the lock template '{definition.Template}' ({definition.Member}) is null: " +
        "expected a value, because a null would lock a key that other callers share by accident.",
        placeholder);
}
