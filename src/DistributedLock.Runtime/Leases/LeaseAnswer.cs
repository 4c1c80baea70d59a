namespace DistributedLock.Leases;

/// <summary>A store's answer to one try. Immutable.</summary>
public readonly struct LeaseAnswer
{
    private LeaseAnswer(bool isAcquired, long? fencingToken, TimeSpan? span)
    {
        IsAcquired = isAcquired;
        FencingToken = fencingToken;
        Span = span;
    }

    /// <summary>Whether the lease was taken.</summary>
    public bool IsAcquired { get; }

    /// <summary>The fencing token; <see langword="null"/> where the store has none.</summary>
    public long? FencingToken { get; }

    /// <summary>How long the lease can be counted on, from before the request was sent; <see langword="null"/> for the whole of it.</summary>
    public TimeSpan? Validity => IsAcquired ? Span : null;

    /// <summary>When the try may succeed at the earliest unless somebody releases: the rest of the lease in the way; <see langword="null"/> if unknown.</summary>
    public TimeSpan? RetryAfter => IsAcquired ? null : Span;

    private TimeSpan? Span { get; }

    /// <summary>The lease was taken.</summary>
    /// <param name="fencingToken">Greater than that of every earlier lease of the resource; <see langword="null"/> where the store has none.</param>
    /// <param name="validity">Where clocks may drift apart, as with several independent servers: how much of the lease can be counted on.</param>
    public static LeaseAnswer Acquired(long? fencingToken, TimeSpan? validity = null) => new(true, fencingToken, validity);

    /// <summary>Somebody else is in the way.</summary>
    /// <param name="retryAfter">The rest of the lease that is in the way; <see langword="null"/> if unknown.</param>
    public static LeaseAnswer Contended(TimeSpan? retryAfter) => new(false, null, retryAfter);
}
