namespace DistributedLock.Leases;

/// <summary>What one try claims and for whom: the identity of a lease from its acquisition to its release. Immutable and thread-safe.</summary>
public sealed class LeaseClaim
{
    /// <summary>Creates a claim.</summary>
    /// <param name="resource">What is locked.</param>
    /// <param name="owner">The owner: see <see cref="Owner"/>.</param>
    /// <param name="lease">How long the lease lasts without a renewal, greater than zero.</param>
    public LeaseClaim(LockResource resource, string owner, TimeSpan lease)
    {
        Resource = resource;
        Owner = owner ?? throw new ArgumentNullException(nameof(owner));
        Lease = lease;
    }

    /// <summary>What is locked.</summary>
    public LockResource Resource { get; }

    /// <summary>
    /// Tells this lease from every other one, also from other ones of this process: 128 random bits as 32 lower-case hexadecimal digits, new for each try. A
    /// request that arrives late can therefore never touch a later lease.
    /// </summary>
    public string Owner { get; }

    /// <summary>How long the lease lasts without a renewal.</summary>
    public TimeSpan Lease { get; }

    /// <summary>Exclusive or shared; exclusive for a permit.</summary>
    public LockMode Mode { get; init; } = LockMode.Exclusive;

    /// <summary>The number of permits of a semaphore; 1 for other locks.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>
    /// What the store keeps for those who inspect it, in the form of a URL's query: <c>host</c>, <c>pid</c>, <c>app</c>, and the request's own pairs.
    /// </summary>
    public string Metadata { get; init; } = "";

    /// <summary>
    /// Set when the claimant is going to wait if the try fails: tells the waiter from others, and is the same at each of its tries.
    /// </summary>
    public string? WaiterId { get; init; }
}
