using System.ComponentModel;
using DistributedLock.Times;

namespace DistributedLock;

/// <summary>
/// What a <see cref="DistributedLockAttribute"/> declares, as the generated wrapper hands it to the runtime: the template, the declaring member and
/// the options that were set. Immutable and thread-safe; the generator writes one static instance for each declared lock.
/// </summary>
public sealed class LockDefinition
{
    // Copying a request is cheaper than building and checking one. Two threads may make it at once; either will do.
    private LockRequest? _prototype;

    /// <summary>Creates a definition.</summary>
    /// <param name="template">The key template as declared.</param>
    /// <param name="member">The declaring member, as <c>Namespace.Type.Method</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public LockDefinition(string template, string member)
    {
        Template = template ?? throw new ArgumentNullException(nameof(template));
        Member = member ?? throw new ArgumentNullException(nameof(member));
    }

    /// <summary>The key template as declared. Low in cardinality: fit for metric tags and log messages.</summary>
    public string Template { get; }

    /// <summary>The declaring member, as <c>Namespace.Type.Method</c>.</summary>
    public string Member { get; }

    /// <summary>How long to wait; <see langword="null"/> when not set. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How long to wait where neither the declaration nor its profile or its own configuration says; <see langword="null"/> for the default of all locks.
    /// Set for job classes, whose waiting would occupy a worker.
    /// </summary>
    public TimeSpan? DefaultTimeout { get; init; }

    /// <summary>Exclusive (also when not set) or shared.</summary>
    public LockMode Mode { get; init; } = LockMode.Exclusive;

    /// <summary>The number of permits, from 1.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>The lease; <see langword="null"/> when not set.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>The least time to keep the lock; <see langword="null"/> when not set.</summary>
    public TimeSpan? HoldAtLeast { get; init; }

    /// <summary>The longest time to keep the lock; <see langword="null"/> when not set.</summary>
    public TimeSpan? MaxHold { get; init; }

    /// <summary>After how long a job that did not get the lock is run again; <see langword="null"/> where it is not.</summary>
    public TimeSpan? RescheduleAfter { get; init; }

    /// <summary>
    /// The same where the declaration leaves it to its profile, and neither that nor any other configuration says; <see langword="null"/> where the job is not run again, or
    /// <see cref="RescheduleAfter"/> says it.
    /// </summary>
    public TimeSpan? DefaultRescheduleAfter { get; init; }

    /// <summary>The name of the profile that supplies options which are not set; <see langword="null"/> for none.</summary>
    public string? Profile { get; init; }

    /// <summary>What some configuration makes of this declaration: found again without a search. Any thread may put another one here.</summary>
    internal TimesOfDefinition? Times { get; set; }

    /// <summary>The request for one acquisition of this lock, with the built-in defaults where the declaration says nothing.</summary>
    /// <param name="key">The key: the template with its placeholders filled in.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is the default value.</exception>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public LockRequest CreateRequest(LockKey key) => (_prototype ??= new LockRequest(key, this)) with { Key = key };

    /// <inheritdoc/>
    public override string ToString() => $"{Member} [{Template}]";
}
