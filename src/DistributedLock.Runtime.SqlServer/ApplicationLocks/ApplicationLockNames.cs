using System.Globalization;

namespace DistributedLock.SqlServer;

/// <summary>The names of a resource's application locks.</summary>
/// <remarks>
/// The server takes up to 255 characters, cuts what is longer without a word, and compares them in binary, so with case, whatever the database's collation is.
/// See https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-getapplock-transact-sql
/// </remarks>
internal readonly struct ApplicationLockNames
{
    // 255 less the longest prefix, which is that of slot 2147483647.
    private const int MaxLength = 240;

    // Printable ASCII stays readable in sys.dm_tran_locks, and no rule of any collation can touch it.
    private static readonly LockKeyAlphabet Alphabet = new(MaxLength, static character => character is > ' ' and < '\x7f');

    private readonly string _name;

    public ApplicationLockNames(LockResource resource) => _name = Alphabet.Fit(resource.Key);

    /// <summary>The lock itself.</summary>
    public string Lock => "dl:" + _name;

    /// <summary>What waiting writers hold shared.</summary>
    public string Writers => "dl-w:" + _name;

    /// <summary>What all that wait hold shared.</summary>
    public string Waiters => "dl-r:" + _name;

    /// <summary>What comes after <see cref="SlotPrefix"/> and the number of a slot.</summary>
    public string SlotSuffix => ":" + _name;

    /// <summary>What the names of slots begin with.</summary>
    public static string SlotPrefix => "dl-s";

    /// <summary>One slot of a semaphore.</summary>
    public string Slot(int slot) => SlotPrefix + slot.ToString(CultureInfo.InvariantCulture) + SlotSuffix;
}
