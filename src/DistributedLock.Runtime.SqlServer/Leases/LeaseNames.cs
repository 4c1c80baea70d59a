namespace DistributedLock.SqlServer;

/// <summary>The name of a key in the lease table, which is the first column of its primary key: at most 900 bytes with the others.</summary>
internal static class LeaseNames
{
    /// <summary>In characters of two bytes.</summary>
    public const int MaxLength = 400;

    // Trailing spaces do not count where SQL Server compares texts, whatever the collation; halves of characters and control characters are asking for trouble.
    private static readonly LockKeyAlphabet Alphabet = new(
        MaxLength,
        static character => !char.IsControl(character) && !char.IsSurrogate(character),
        static name => name[name.Length - 1] == ' ');

    public static string Fit(string key) => Alphabet.Fit(key);
}
