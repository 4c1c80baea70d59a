using System.ComponentModel;
using DistributedLock.Acquisition;

namespace DistributedLock.CompilerServices;

/// <summary>The acquiring half of a generated wrapper that takes several locks. Called by generated code only; not thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LockClaims
{
    private readonly List<LockClaim> _claims = [];
    private LockClaimSet? _set;

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

    /// <summary>Checks for reentrancy, then takes all of the locks in the canonical order, or none.</summary>
    /// <exception cref="LockReentrancyException">The current flow holds one of the locks.</exception>
    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        _set = new LockClaimSet(_claims);
        _set.ThrowIfHeld();
        return TryAcquireAllAsync(_set, cancellationToken);

        static async ValueTask<IDistributedLockHandle?> TryAcquireAllAsync(LockClaimSet set, CancellationToken cancellationToken) =>
            await set.TryAcquireAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The synchronous form of <see cref="TryAcquireAsync"/>.</summary>
    /// <exception cref="LockReentrancyException">The current flow holds one of the locks.</exception>
    public IDistributedLockHandle? TryAcquire(CancellationToken cancellationToken)
    {
        _set = new LockClaimSet(_claims);
        _set.ThrowIfHeld();
        return _set.TryAcquire(cancellationToken);
    }

    /// <summary>The exception for the lock whose wait ended without it.</summary>
    public LockNotAcquiredException NotAcquired() => new(_set?.Contended ?? throw new InvalidOperationException("No wait has ended yet."));
}
