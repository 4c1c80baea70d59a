using System.Security.Cryptography;

namespace DistributedLock.Leases;

/// <summary>Makes owner ids: 128 bits from the system's cryptographic source, as 32 lower-case hexadecimal digits.</summary>
internal static class LeaseOwner
{
    private const int IdLength = 16;

    // A call to the system's source costs about as much for 1 KB as for 16 bytes, and each acquisition needs an id.
    private const int BufferLength = 64 * IdLength;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _unused;

    public static string NewId()
    {
        var random = _random ??= new byte[BufferLength];
        if (_unused == 0)
        {
            Fill(random);
            _unused = BufferLength;
        }

        _unused -= IdLength;
        return ToHex(random, _unused);
    }

    private static void Fill(byte[] buffer)
    {
#if NET
        RandomNumberGenerator.Fill(buffer);
#else
        using var source = RandomNumberGenerator.Create();
        source.GetBytes(buffer);
#endif
    }

    private static string ToHex(byte[] bytes, int start)
    {
        const string digits = "0123456789abcdef";
        Span<char> text = stackalloc char[2 * IdLength];
        for (var i = 0; i < IdLength; i++)
        {
            text[2 * i] = digits[bytes[start + i] >> 4];
            text[(2 * i) + 1] = digits[bytes[start + i] & 0xF];
        }

        return text.ToString();
    }
}
