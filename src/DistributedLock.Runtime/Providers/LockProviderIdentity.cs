namespace DistributedLock;

/// <summary>Which provider it is that somebody uses: the one behind all that stands around it. Two ways to it lead to the same locks.</summary>
internal static class LockProviderIdentity
{
    public static IDistributedLockProvider Of(IDistributedLockProvider provider)
    {
        while (provider is DelegatingLockProvider layer)
        {
            provider = layer.Inner;
        }

        return provider;
    }

    public static bool AreSame(IDistributedLockProvider? left, IDistributedLockProvider? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && ReferenceEquals(Of(left), Of(right)));
}
