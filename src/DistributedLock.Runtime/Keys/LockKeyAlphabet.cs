using System.Text;

namespace DistributedLock;

/// <summary>
/// What a store can keep as a name, and how any key becomes one: a key that fits stays as it is; another one becomes a readable prefix + <c>~</c> +
/// the SHA-256 of the whole key in lower-case hex. Two keys never become the same name. Immutable and thread-safe; for authors of backends.
/// </summary>
public sealed class LockKeyAlphabet
{
    private const char Separator = '~';
    private const char Replacement = '_';
    private const int HashLength = 64;

    private readonly Func<char, bool> _isAllowed;
    private readonly Func<string, bool>? _isReserved;
    private readonly int _maxLength;

    /// <summary>Describes the names of a store.</summary>
    /// <param name="maxLength">The longest name in characters, from 66: a hashed name has a prefix of at least one character.</param>
    /// <param name="isAllowed">
    /// Whether a character may stand in a name. Lower-case letters, digits and <c>_</c> must be allowed, <c>~</c> need not: it is used for hashed names only.
    /// A store that ignores case must not allow upper-case letters.
    /// </param>
    /// <param name="isReserved">Whether a name that has only allowed characters cannot be used nevertheless.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is less than 66.</exception>
    public LockKeyAlphabet(int maxLength, Func<char, bool> isAllowed, Func<string, bool>? isReserved = null)
    {
        if (maxLength < HashLength + 2)
        {
            throw new ArgumentOutOfRangeException(nameof(maxLength), maxLength, $"A name must have room for {HashLength + 2} characters or more.");
        }

        _maxLength = maxLength;
        _isAllowed = isAllowed ?? throw new ArgumentNullException(nameof(isAllowed));
        _isReserved = isReserved;
    }

    /// <summary>The name of a key.</summary>
    /// <exception cref="ArgumentException"><paramref name="key"/> is <see langword="null"/> or empty.</exception>
    public string Fit(string key)
    {
        if (string.IsNullOrEmpty(key))
        {
            throw new ArgumentException("The key is empty: expected the name of what is locked.", nameof(key));
        }

        return IsName(key) ? key : Hash(key);
    }

    private bool IsName(string key)
    {
        if (key.Length > _maxLength)
        {
            return false;
        }

        foreach (var character in key)
        {
            // A key with the separator could look like a hashed name.
            if (character == Separator || !_isAllowed(character))
            {
                return false;
            }
        }

        return _isReserved?.Invoke(key) != true;
    }

    private string Hash(string key)
    {
        var name = new StringBuilder(_maxLength);
        var prefixLength = Math.Min(key.Length, _maxLength - HashLength - 1);
        for (var i = 0; i < prefixLength; i++)
        {
            var character = key[i] is >= 'A' and <= 'Z' and var upper ? (char)(upper | 0x20) : key[i];

            // Only ASCII is readable on every terminal, and a cut through a surrogate pair would be no text.
            name.Append(character is > ' ' and < '\x7f' and not Separator && _isAllowed(character) && !IsLeadingDot(character, i)
                ? character
                : Replacement);
        }

        name.Append(Separator);
        foreach (var value in LockKeyHash.Sha256(key))
        {
            const string digits = "0123456789abcdef";
            name.Append(digits[value >> 4]).Append(digits[value & 0xF]);
        }

        return name.ToString();
    }

    private static bool IsLeadingDot(char character, int index) => character == '.' && index == 0;
}
