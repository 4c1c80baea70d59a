using System.Collections.Concurrent;
using StackExchange.Redis;

namespace DistributedLock.Redis;

/// <summary>
/// The names of one resource in Redis: <c>dl:{lock:KEY}</c> and <c>dl:{sema:KEY}</c>, each with a few suffixes.
/// </summary>
/// <remarks>
/// <para>What stands in the first pair of braces is what Redis Cluster hashes, so all names of a resource lie in one slot. A key may hold braces of its own:
/// the first closing one then ends the hashed part earlier, but at the same place in each of the names, and never at once, because the kind comes first.</para>
/// <para>No two resources share a name: the suffixes hold no brace, so the last closing brace of a name ends the key.</para>
/// </remarks>
internal sealed class RedisLeaseNames
{
    public const string HoldersSuffix = ":holders";

    private const string LockKind = "dl:{lock:";
    private const string SemaphoreKind = "dl:{sema:";
    private const int MaxKeyLength = 1000;

    private static readonly LockKeyAlphabet Alphabet = new(MaxKeyLength, static _ => true, HasLoneSurrogate);

    private const int MaxKnown = 4096;

    // The same few keys are locked again and again, and making their names anew costs a few percent of a round trip (Redis measurements).
    private static readonly ConcurrentDictionary<LockResource, RedisLeaseNames> Known = new();
    private static int _known;

    private readonly string _lock;
    private RedisKey[]? _exclusive;
    private RedisKey[]? _release;

    private RedisLeaseNames(string name)
    {
        _lock = name;
        Channel = name + ":free";
    }

    /// <summary>The exclusive lease, as a string: owner, token, microseconds of acquisition and metadata.</summary>
    public RedisKey Lock => _lock;

    /// <summary>The owners of shared leases or permits, as a sorted set by their expiry in milliseconds.</summary>
    public RedisKey Holders => _lock + HoldersSuffix;

    /// <summary>What is known of each of these owners, as a hash.</summary>
    public RedisKey Details => _lock + ":details";

    /// <summary>The last fencing token. It outlives the lease by a day.</summary>
    public RedisKey Fence => _lock + ":fence";

    /// <summary>Who waits, as a sorted set by expiry in milliseconds; writers begin with <c>w</c>.</summary>
    public RedisKey Waiters => _lock + ":waiting";

    /// <summary>The channel of the releases.</summary>
    public string Channel { get; }

    /// <summary>What an exclusive try touches, in the order of its script.</summary>
    public RedisKey[] ForExclusive => _exclusive ??= [Lock, Holders, Fence, Waiters, Details];

    /// <summary>What the release of an exclusive lease touches, in the order of its script.</summary>
    public RedisKey[] ForRelease => _release ??= [Lock, Waiters];

    public static RedisLeaseNames Of(LockResource resource)
    {
        if (Known.TryGetValue(resource, out var names))
        {
            return names;
        }

        names = new RedisLeaseNames((resource.IsSemaphore ? SemaphoreKind : LockKind) + Alphabet.Fit(resource.Key) + "}");
        if (Interlocked.Increment(ref _known) > MaxKnown)
        {
            Known.Clear();
            Volatile.Write(ref _known, 1);
        }

        Known.TryAdd(resource, names);
        return names;
    }

    /// <summary>A name that no key has: the key's alphabet would have hashed it.</summary>
    public static RedisLeaseNames OfProbe(string keyPrefix) => new(LockKind + Alphabet.Fit(keyPrefix + "~start-up") + "}");

    /// <summary>The pattern of all that hold something. Both kinds have four letters; of the names only the lock and the holders end in <c>}</c> or <c>s</c>.</summary>
    public static string Pattern(string keyPrefix)
    {
        var pattern = new System.Text.StringBuilder("dl:{????:");
        foreach (var character in keyPrefix)
        {
            if (character is '*' or '?' or '[' or ']' or '\\' or '^' or '-')
            {
                pattern.Append('\\');
            }

            pattern.Append(character);
        }

        return pattern.Append("*[}s]").ToString();
    }

    /// <summary>Reads a name found by <see cref="Pattern"/>.</summary>
    public static bool TryParse(string name, out LockResource resource)
    {
        resource = default;
        var isSemaphore = name.StartsWith(SemaphoreKind, StringComparison.Ordinal);
        if (!isSemaphore && !name.StartsWith(LockKind, StringComparison.Ordinal))
        {
            return false;
        }

        var end = name.EndsWith(HoldersSuffix, StringComparison.Ordinal) ? name.Length - HoldersSuffix.Length : name.Length;
        if (end <= LockKind.Length + 1 || name[end - 1] != '}')
        {
            return false;
        }

        resource = new LockResource(name.Substring(LockKind.Length, end - 1 - LockKind.Length), isSemaphore);
        return true;
    }

    /// <summary>The names of a resource as <see cref="TryParse"/> returned it, whose key is a name already.</summary>
    public static RedisLeaseNames OfParsed(LockResource resource) => new((resource.IsSemaphore ? SemaphoreKind : LockKind) + resource.Key + "}");

    private static bool HasLoneSurrogate(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (char.IsSurrogatePair(key, i))
            {
                i++;
            }
            else if (char.IsSurrogate(key[i]))
            {
                return true; // has no UTF-8: all such keys would become one name
            }
        }

        return false;
    }
}
