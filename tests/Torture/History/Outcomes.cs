namespace DistributedLock.Torture;

/// <summary>How an attempt that got no lock may have ended; and that the store is about to forget.</summary>
internal static class Outcomes
{
    /// <summary>Its time was over.</summary>
    public const string Contended = "contended";

    /// <summary>Its caller cancelled it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>A <see cref="LockBackendException"/>.</summary>
    public const string Failed = "failed";

    /// <summary>Any other exception: none is documented.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>Of the first of the two <see cref="EntryKind.Forgotten"/> around what makes a store forget.</summary>
    public const string Begins = "begins";
}
