namespace DistributedLock.Torture;

/// <summary>How an attempt that got no lock may have ended.</summary>
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
}
