namespace DistributedLock.Analyzers.Order.Values;

/// <summary>A piece of a text: literal, read from somewhere, or unknown.</summary>
internal sealed class ValuePart : IEquatable<ValuePart>
{
    private ValuePart(string? literal, ValuePath? path, string? format, char? escaped)
    {
        Literal = literal;
        Path = path;
        Format = format;
        Escaped = escaped;
    }

    /// <summary>Equal to itself in sets, and to nothing as a key: see <see cref="BoundValue.IsKnown"/>.</summary>
    public static ValuePart Unknown { get; } = new(null, null, null, null);

    public string? Literal { get; }

    public ValuePath? Path { get; }

    /// <summary>How the value is written; <see langword="null"/> for the text that templates and interpolated strings give alike.</summary>
    public string? Format { get; }

    /// <summary>The character that a template escapes in the value, because it begins the literal that follows.</summary>
    public char? Escaped { get; }

    public bool IsKnown => Literal is not null || Path is not null;

    public static ValuePart OfText(string literal) => new(literal, null, null, null);

    public static ValuePart Of(ValuePath path, string? format = null, char? escaped = null) => new(null, path, format, escaped);

    public ValuePart WithoutEscape() => Escaped is null ? this : new ValuePart(Literal, Path, Format, null);

    /// <summary>This piece, written as another one is that stands for it.</summary>
    public ValuePart WrittenAs(ValuePart placeholder) => !IsKnown || (placeholder.Format is null && placeholder.Escaped is null) ? this
        : Literal is not null ? (placeholder.Format is null ? OfText(Escape(Literal, placeholder.Escaped!.Value)) : Unknown)
        : Format is null || placeholder.Format is null ? new ValuePart(null, Path, placeholder.Format ?? Format, placeholder.Escaped ?? Escaped)
        : Unknown;

    public bool Equals(ValuePart? other) =>
        other is not null && Literal == other.Literal && Equals(Path, other.Path) && Format == other.Format && Escaped == other.Escaped;

    public override bool Equals(object? obj) => Equals(obj as ValuePart);

    public override int GetHashCode() => Literal?.GetHashCode() ?? Path?.GetHashCode() ?? 0;

    private static string Escape(string text, char escaped) => string.Concat(text.Select(character => character == '%' || character == escaped
        ? FormattableString.Invariant($"%{(int)character:X2}")
        : character.ToString()));
}
