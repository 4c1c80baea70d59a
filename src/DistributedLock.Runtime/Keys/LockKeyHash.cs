using System.Security.Cryptography;

namespace DistributedLock;

/// <summary>The hash that stands for a key where a store cannot keep the key itself. For authors of backends.</summary>
public static class LockKeyHash
{
    /// <summary>The SHA-256 of the key's UTF-8 form.</summary>
    /// <remarks>
    /// A lone surrogate has no UTF-8 form; it is encoded like any other code unit (WTF-8), because the usual replacement character would make one key of two.
    /// </remarks>
    public static byte[] Sha256(string key)
    {
        var bytes = Encode(key);
#if NET
        return SHA256.HashData(bytes);
#else
        using var hash = SHA256.Create();
        return hash.ComputeHash(bytes);
#endif
    }

    private static byte[] Encode(string key)
    {
        var bytes = new List<byte>(key.Length + (key.Length / 2));
        for (var i = 0; i < key.Length; i++)
        {
            int point = key[i];
            if (char.IsHighSurrogate(key[i]) && i + 1 < key.Length && char.IsLowSurrogate(key[i + 1]))
            {
                point = char.ConvertToUtf32(key[i], key[++i]);
            }

            Append(bytes, point);
        }

        return bytes.ToArray();
    }

    private static void Append(List<byte> bytes, int point)
    {
        if (point < 0x80)
        {
            bytes.Add((byte)point);
            return;
        }

        if (point < 0x800)
        {
            bytes.Add((byte)(0xC0 | (point >> 6)));
        }
        else
        {
            if (point < 0x10000)
            {
                bytes.Add((byte)(0xE0 | (point >> 12)));
            }
            else
            {
                bytes.Add((byte)(0xF0 | (point >> 18)));
                bytes.Add((byte)(0x80 | ((point >> 12) & 0x3F)));
            }

            bytes.Add((byte)(0x80 | ((point >> 6) & 0x3F)));
        }

        bytes.Add((byte)(0x80 | (point & 0x3F)));
    }
}
