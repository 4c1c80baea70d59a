namespace DistributedLock.Acquisition;

/// <summary>Asks a provider for the configured times of a request, where it knows any: once for each acquisition, before anything else looks at the request.</summary>
internal static class LockRequestResolution
{
    /// <exception cref="InvalidOperationException">The configuration has a mistake, or the lock's profile is not configured.</exception>
    public static LockRequest Of(IDistributedLockProvider provider, LockRequest request)
    {
        while (true)
        {
            switch (provider)
            {
                case ILockRequestResolver resolver:
                    return resolver.Resolve(request);
                case DelegatingLockProvider layer:
                    provider = layer.Inner;
                    break;
                default:
                    return request;
            }
        }
    }
}
