namespace DistributedLock;

/// <summary>
/// Declares that a method runs only while it holds a distributed lock. The source generator writes the wrapper that takes the lock, and the
/// analyzers check the declaration.
/// </summary>
/// <remarks>
/// Every option can be told from "not set": numbers default to <see cref="double.NaN"/> (or 0 for <see cref="MaxConcurrency"/>), enumerations to
/// <c>Default</c>, names to <see langword="null"/>. Several attributes on one method take several locks: all or nothing, in one canonical order.
/// </remarks>
/// <example>
/// <code>
/// [DistributedLock("invoice-{tenantId}", TimeoutSeconds = 10)]
/// public partial Task CreateAsync(string tenantId, CancellationToken cancellationToken);
///
/// private async Task CreateCoreAsync(string tenantId, CancellationToken cancellationToken) { /* holds the lock */ }
/// </code>
/// </example>
/// <param name="key">
/// The key template: <c>{parameter}</c> or <c>&lt;parameter&gt;</c>, <c>{parameter.Member}</c>, <c>{this.Member}</c>, <c>{value:format}</c>,
/// <c>{items*}</c>. Double a bracket to write it literally.
/// </param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DistributedLockAttribute(string key) : Attribute
{
    /// <summary>The key template.</summary>
    public string Key { get; } = key;

    /// <summary>
    /// How long to wait for the lock, in seconds. 0 is exactly one try, <see cref="double.PositiveInfinity"/> waits for ever.
    /// Not set: 10 s on methods, 0 on job classes.
    /// </summary>
    public double TimeoutSeconds { get; set; } = double.NaN;

    /// <summary>The same as <see cref="TimeoutSeconds"/>, in minutes. Set one of the two.</summary>
    public double TimeoutMinutes { get; set; } = double.NaN;

    /// <summary>What happens when the wait ends without the lock.</summary>
    public Contention OnContention { get; set; }

    /// <summary>The name (<c>nameof</c>) of a method with the core's parameters that is called instead of the body when contended.</summary>
    public string? Fallback { get; set; }

    /// <summary>With <see cref="Contention.Reschedule"/>: after how many seconds the job is run again. A lock with a <see cref="Profile"/> may leave it to that.</summary>
    public double RescheduleSeconds { get; set; } = double.NaN;

    /// <summary>Exclusive or shared. Not set: <see cref="LockMode.Exclusive"/>.</summary>
    public LockMode Mode { get; set; }

    /// <summary>
    /// How many may hold the key at the same time, from 1. More than 1 is a semaphore with that many permits; semaphores have a key space of
    /// their own. Not set: 0, which means 1.
    /// </summary>
    public int MaxConcurrency { get; set; }

    /// <summary>The lease of lease-based backends in seconds, renewed automatically at a third of it. Not set: 30 s.</summary>
    public double LeaseSeconds { get; set; } = double.NaN;

    /// <summary>Keeps the lock for at least this many seconds, even if the body ends sooner. The caller does not wait for it. Not set: 0.</summary>
    public double HoldAtLeastSeconds { get; set; } = double.NaN;

    /// <summary>
    /// After this many seconds the body is cancelled and the caller gets a <see cref="LockHoldExceededException"/>. Not set: no limit.
    /// </summary>
    public double MaxHoldSeconds { get; set; } = double.NaN;

    /// <summary>The name (<c>nameof</c>) of the method that holds the body. Not set: <c>XxxCoreAsync</c> for <c>XxxAsync</c>, else <c>XxxCore</c>.</summary>
    public string? Core { get; set; }

    /// <summary>
    /// The name (<c>nameof</c>) of the field, property or parameter that gives the <see cref="IDistributedLockProvider"/>. Not set: the only one in reach.
    /// </summary>
    public string? Provider { get; set; }

    /// <summary>The name of a configured profile that supplies the times which are not set here.</summary>
    public string? Profile { get; set; }

    /// <summary>ASP.NET Core only: how long an endpoint keeps the lock.</summary>
    public LockScope Scope { get; set; }
}
