using System.ComponentModel;
using DistributedLock.Acquisition;

namespace DistributedLock.CompilerServices;

/// <summary>The acquiring half of a generated wrapper that takes several locks. Called by generated code only; not thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LockClaims
{
    private readonly List<LockClaim> _claims = [];

    /// <summary>Adds one lock.</summary>
    /// <exception cref="InvalidOperationException">The provider is <see langword="null"/>.</exception>
    public void Add(IDistributedLockProvider? provider, LockRequest request) =>
        _claims.Add(new LockClaim(LockCall.Required(provider, request), request));

    /// <summary>The elements of a collection placeholder, each of which is a lock.</summary>
    /// <exception cref="ArgumentException">The collection is <see langword="null"/> or empty.</exception>
    public static IReadOnlyCollection<T> Elements<T>(IReadOnlyCollection<T>? elements, LockDefinition definition, string placeholder) =>
        elements is { Count: > 0 } ? elements : throw new ArgumentException(
            $"The placeholder '{{{placeholder}*}}' of the lock template '{definition.Template}' ({definition.Member}) is " +
            $"{(elements is null ? "null" : "empty")}: expected at least one element to lock.",
            placeholder);

    /// <summary>Takes all of the locks in the canonical order, or throws and holds none.</summary>
    /// <exception cref="LockReentrancyException">The current flow holds one of the locks.</exception>
    /// <exception cref="LockNotAcquiredException">One of the locks is held elsewhere.</exception>
    public ValueTask<IDistributedLockHandle> AcquireAsync(CancellationToken cancellationToken)
    {
        var set = new LockClaimSet(_claims);
        return AwaitAsync(set.TryAcquireInFlowAsync(cancellationToken), set);

        static async ValueTask<IDistributedLockHandle> AwaitAsync(ValueTask<IDistributedLockHandle?> acquisition, LockClaimSet set) =>
            await acquisition.ConfigureAwait(false) ?? throw new LockNotAcquiredException(set.Contended!);
    }

    /// <summary>Takes all of the locks in the canonical order, or gives <see langword="null"/> and holds none.</summary>
    /// <exception cref="LockReentrancyException">The current flow holds one of the locks.</exception>
    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(CancellationToken cancellationToken) =>
        new LockClaimSet(_claims).TryAcquireInFlowAsync(cancellationToken);

    /// <summary>The synchronous form of <see cref="AcquireAsync"/>.</summary>
    /// <inheritdoc cref="AcquireAsync"/>
    public IDistributedLockHandle Acquire(CancellationToken cancellationToken)
    {
        var set = new LockClaimSet(_claims);
        return set.TryAcquireInFlow(cancellationToken) ?? throw new LockNotAcquiredException(set.Contended!);
    }

    /// <summary>The synchronous form of <see cref="TryAcquireAsync"/>.</summary>
    /// <inheritdoc cref="TryAcquireAsync"/>
    public IDistributedLockHandle? TryAcquire(CancellationToken cancellationToken) => TryAcquire(cancellationToken, out _);

    internal IDistributedLockHandle? TryAcquire(CancellationToken cancellationToken, out LockRequest? contended)
    {
        var set = new LockClaimSet(_claims);
        var handle = set.TryAcquireInFlow(cancellationToken);
        contended = set.Contended;
        return handle;
    }
}
