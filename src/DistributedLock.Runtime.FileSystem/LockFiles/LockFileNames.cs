using System.Globalization;

namespace DistributedLock.FileSystem;

/// <summary>The files of one key. Names differ for different keys, also where case is ignored, and are legal on every file system.</summary>
/// <remarks>
/// <c>@</c> stands in no key's name, so the files of a semaphore never meet those of a lock: <c>name.lock</c>, but <c>name@3.lock</c> for a slot.
/// </remarks>
internal sealed class LockFileNames
{
    // Together with the longest suffix well below the 143 characters that encrypting file systems leave of the usual 255.
    private const int MaxNameLength = 100;

    private static readonly LockKeyAlphabet Alphabet = new(MaxNameLength, IsAllowed, IsReserved);

    private readonly string _stem;

    public LockFileNames(string directory, LockResource resource)
    {
        _stem = Path.Combine(directory, NameOf(resource.Key));
        var stem = resource.IsSemaphore ? _stem + "@permits" : _stem;
        Lock = stem + ".lock";
        Counter = stem + ".count";
        Waiters = stem + ".wait";
        Writers = stem + ".write";
        WritersProbe = stem + ".probe";
    }

    /// <summary>Locked exclusively or shared by the holders.</summary>
    public string Lock { get; }

    /// <summary>The last fencing token; locked exclusively while it is read and written.</summary>
    public string Counter { get; }

    /// <summary>Locked shared by every process that waits; touched to wake them.</summary>
    public string Waiters { get; }

    /// <summary>Locked shared by every process in which a writer waits.</summary>
    public string Writers { get; }

    /// <summary>Locked exclusively while somebody looks whether <see cref="Writers"/> is locked.</summary>
    public string WritersProbe { get; }

    /// <summary>Locked exclusively by the holder of one slot of a semaphore.</summary>
    public string Slot(int slot) => string.Concat(_stem, "@", slot.ToString(CultureInfo.InvariantCulture), ".lock");

    /// <summary>What all names of a key begin with.</summary>
    public static string NameOf(string key) => Alphabet.Fit(key);

    private static bool IsAllowed(char character) => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or '-';

    private static bool IsReserved(string name) => name[0] == '.' || name[name.Length - 1] == '.' || IsWindowsDevice(name);

    /// <summary>Windows takes these names for devices, whatever extension follows.</summary>
    private static bool IsWindowsDevice(string name)
    {
        var end = name.IndexOf('.');
        var stem = end < 0 ? name : name.Substring(0, end);
        return stem is "con" or "prn" or "aux" or "nul"
            || (stem.Length == 4
                && (stem.StartsWith("com", StringComparison.Ordinal) || stem.StartsWith("lpt", StringComparison.Ordinal))
                && char.IsDigit(stem[3]));
    }
}
