namespace DistributedLock;

/// <summary>
/// What a provider can be beside taking locks: it knows the configured times. It is asked at the start of each acquisition, so that time-outs of several locks,
/// messages and exceptions are those that hold. What <c>AddDistributedLock</c> registers is one. Thread-safe.
/// </summary>
/// <remarks>
/// It is found through a <see cref="DelegatingLockProvider"/>; a provider that wraps another one in a different way passes the call on.
/// </remarks>
public interface ILockRequestResolver
{
    /// <summary>Fills in the times that a request does not say itself.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The request to use: the same one where nothing is configured, or where it is filled in already.</returns>
    /// <exception cref="InvalidOperationException">The configuration has a mistake, or the lock's profile is not configured.</exception>
    LockRequest Resolve(LockRequest request);
}
