using DistributedLock.Testing;

namespace DistributedLock.FileSystem.Tests;

/// <summary>One directory is the store. Its locks have no lease; apart from that it promises everything.</summary>
internal sealed class FileSystemFixture(string directory) : LockConformanceFixture
{
    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.TimeSource | LockCapabilities.Abandonment | LockCapabilities.HeldUntilReleased |
        LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold;

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new FileSystemLockOptions { Directory = directory };
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        return new ValueTask<IDistributedLockProvider>(new FileSystemLockProvider(options));
    }
}
