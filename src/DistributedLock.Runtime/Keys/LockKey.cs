using System.Globalization;

namespace DistributedLock;

/// <summary>
/// The name of a lock. Any text but the empty one, compared ordinally; a backend shortens or encodes what it cannot store. Immutable and thread-safe.
/// </summary>
public readonly struct LockKey : IEquatable<LockKey>
{
    private readonly string? _text;
    private readonly long _number;
    private readonly bool _isNumeric;

    /// <summary>Creates a key from text.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="text"/> is empty.</exception>
    public LockKey(string text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        if (text.Length == 0)
        {
            throw new ArgumentException("A lock key must not be empty: expected the name of what is locked, such as \"invoice-42\".", nameof(text));
        }

        _text = text;
        _number = 0;
        _isNumeric = false;
    }

    private LockKey(long number)
    {
        _text = number.ToString(CultureInfo.InvariantCulture);
        _number = number;
        _isNumeric = true;
    }

    /// <summary>
    /// A key that is a number to backends which lock numbers: a Postgres advisory lock uses it unchanged, so that it excludes code which locks the
    /// same number without this library. To every other backend it is the number's invariant text, and equal to that text.
    /// </summary>
    public static LockKey FromInt64(long number) => new(number);

    /// <summary>The text of the key.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which is no key.</exception>
    public string Value => _text ?? throw new InvalidOperationException("default(LockKey) is no key: create it from a string, or by LockKey.FromInt64.");

    /// <summary>Whether this is the default value, which is no key.</summary>
    public bool IsDefault => _text is null;

    /// <summary>The number given to <see cref="FromInt64"/>, or <see langword="null"/> for a key made from text.</summary>
    public long? Number => _isNumeric ? _number : null;

    /// <summary>Creates a key from text.</summary>
    /// <exception cref="ArgumentException"><paramref name="text"/> is <see langword="null"/> or empty.</exception>
    public static implicit operator LockKey(string text) => new(text);

    /// <inheritdoc/>
    public bool Equals(LockKey other) => string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LockKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _text is null ? 0 : StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>Whether two keys name the same lock.</summary>
    public static bool operator ==(LockKey left, LockKey right) => left.Equals(right);

    /// <summary>Whether two keys name different locks.</summary>
    public static bool operator !=(LockKey left, LockKey right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
