namespace DistributedLock;

/// <summary>How one lock of an endpoint is taken. What is not set has the default of locked methods; times can be configured, as those of every lock.</summary>
public sealed class EndpointLockOptions
{
    /// <summary>
    /// How long a request waits for the lock: zero for one try, <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for as long as the client does. Default 10 s.
    /// </summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Exclusive (the default) or shared.</summary>
    public LockMode Mode { get; set; }

    /// <summary>How many requests may hold the key at the same time, from 1 (the default). More than 1 is a semaphore.</summary>
    public int MaxConcurrency { get; set; } = 1;

    /// <summary>The lease of lease-based backends, renewed automatically. Default 30 s.</summary>
    public TimeSpan? Lease { get; set; }

    /// <summary>Keeps the lock at least this long, even if the handler ends sooner. The client does not wait for it. Default zero.</summary>
    public TimeSpan? HoldAtLeast { get; set; }

    /// <summary>After this time the handler's token fires, and the request ends with status 503. Default: no limit.</summary>
    public TimeSpan? MaxHold { get; set; }

    /// <summary>Until when the lock is held. Default <see cref="LockScope.Call"/>: until the handler has returned its result.</summary>
    public LockScope Scope { get; set; }

    /// <summary>The name of the registration, <c>AddDistributedLock("name", ...)</c>; <see langword="null"/> (the default) for the one without a name.</summary>
    public string? Provider { get; set; }

    /// <summary>The name of a configured profile that supplies the times which are not set here; <see langword="null"/> (the default) for none.</summary>
    public string? Profile { get; set; }

    /// <summary>After which time a client may try again that found the lock held elsewhere. Default: <see cref="DistributedLockEndpointOptions.RetryAfter"/>.</summary>
    public TimeSpan? RetryAfter { get; set; }
}
