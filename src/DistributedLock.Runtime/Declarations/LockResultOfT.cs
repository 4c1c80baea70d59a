using System.Diagnostics.CodeAnalysis;

namespace DistributedLock;

/// <summary>What a locked method with a value tells its caller: whether the body ran, and its value. The default value says that it did not.</summary>
/// <typeparam name="T">The type of the body's value.</typeparam>
public readonly struct LockResult<T> : IEquatable<LockResult<T>>
{
    private readonly T _value;

    private LockResult(T value, bool ran)
    {
        _value = value;
        Ran = ran;
        HasValue = true;
    }

    /// <summary>The body did not run, and there is no value: the lock was held elsewhere.</summary>
    public static LockResult<T> Skipped => default;

    /// <summary>Whether the body ran under the lock.</summary>
    public bool Ran { get; }

    /// <summary>Whether there is a value: the body's, or the fallback's.</summary>
    public bool HasValue { get; }

    /// <summary>The value of the body or of the fallback.</summary>
    /// <exception cref="InvalidOperationException">There is none: neither the body nor a fallback ran.</exception>
    public T Value => HasValue
        ? _value
        : throw new InvalidOperationException("There is no value: the lock was held elsewhere, so the body did not run. Look at Ran or HasValue first.");

    /// <summary>The body ran under the lock.</summary>
    public static LockResult<T> Completed(T value) => new(value, ran: true);

    /// <summary>The body did not run; the fallback gave the value.</summary>
    public static LockResult<T> FromFallback(T value) => new(value, ran: false);

    /// <summary>The value, if there is one.</summary>
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return HasValue;
    }

    /// <inheritdoc/>
    public bool Equals(LockResult<T> other) =>
        Ran == other.Ran && HasValue == other.HasValue && EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LockResult<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HasValue && _value is not null ? EqualityComparer<T>.Default.GetHashCode(_value) : 0;

    /// <summary>Whether two results say the same.</summary>
    public static bool operator ==(LockResult<T> left, LockResult<T> right) => left.Equals(right);

    /// <summary>Whether two results differ.</summary>
    public static bool operator !=(LockResult<T> left, LockResult<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Ran ? $"Completed({_value})" : HasValue ? $"Fallback({_value})" : "Skipped";
}
