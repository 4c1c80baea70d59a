using System.ComponentModel;

namespace DistributedLock.CompilerServices;

/// <summary>The locks of one method of a job class, for frameworks that run methods. Called by generated code only; thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JobMethodLock
{
    private readonly Action<LockClaims, IDistributedLockProvider, IReadOnlyList<object?>> _claim;

    /// <summary>Creates the locks of a method.</summary>
    /// <param name="type">The job class that carries the attribute.</param>
    /// <param name="method">The name of its method.</param>
    /// <param name="parameters">The types of the method's parameters.</param>
    /// <param name="claim">Adds the locks, whose keys it writes from the method's arguments.</param>
    public JobMethodLock(Type type, string method, Type[] parameters, Action<LockClaims, IDistributedLockProvider, IReadOnlyList<object?>> claim)
    {
        Type = type;
        Method = method;
        Parameters = parameters;
        _claim = claim;
    }

    /// <summary>Stands for a class whose declaration has an error.</summary>
    /// <param name="type">The job class that carries the attribute.</param>
    /// <param name="rejection">Why none of its jobs may run.</param>
    public JobMethodLock(Type type, string rejection)
        : this(type, string.Empty, [], (_, _, _) => throw new InvalidOperationException(rejection)) => Rejection = rejection;

    /// <summary>Whether the job fails where a lock is held elsewhere, instead of being skipped or run again later.</summary>
    public bool Throws { get; init; }

    internal Type Type { get; }

    internal string? Rejection { get; }

    internal string Method { get; }

    internal Type[] Parameters { get; }

    /// <summary>Takes the locks for the current flow, or none of them.</summary>
    /// <param name="locks">Where the locks are.</param>
    /// <param name="arguments">The arguments of the job's method. Those that no key names are not looked at.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">A placeholder's value is <see langword="null"/>.</exception>
    /// <exception cref="LockReentrancyException">The current flow holds one of the locks.</exception>
    /// <exception cref="LockNotAcquiredException">A lock is held elsewhere, and the declaration says <see cref="Contention.Throw"/>.</exception>
    public JobLockAttempt TryAcquire(IDistributedLockProvider locks, IReadOnlyList<object?> arguments, CancellationToken cancellationToken)
    {
        var claims = new LockClaims();
        _claim(claims, locks, arguments);
        if (claims.TryAcquire(cancellationToken, out var contended) is { } handle)
        {
            return new JobLockAttempt(handle);
        }

        var failure = new LockNotAcquiredException(contended!);
        return Throws ? throw failure : new JobLockAttempt(failure);
    }
}
