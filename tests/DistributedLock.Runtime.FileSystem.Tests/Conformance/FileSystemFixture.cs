using DistributedLock.Testing;
using DistributedLock.Tests.Processes;

namespace DistributedLock.FileSystem.Tests;

/// <summary>One directory is the store. Its locks have no lease, and the file of a lock cannot be taken away from who has it open.</summary>
internal sealed class FileSystemFixture(string directory) : LockConformanceFixture
{
    public override LockCapabilities Capabilities =>
        LockCapabilities.Shared | LockCapabilities.Semaphore | LockCapabilities.Fencing | LockCapabilities.WriterPriority | LockCapabilities.LocalOrder |
        LockCapabilities.SeveralProviders | LockCapabilities.TimeSource | LockCapabilities.Abandonment | LockCapabilities.HeldUntilReleased |
        LockCapabilities.ProviderDisposal | LockCapabilities.KeyPrefix | LockCapabilities.HoldAtLeast | LockCapabilities.MaxHold |
        LockCapabilities.Inspection | LockCapabilities.ProcessCrash;

    public override ValueTask<IDistributedLockProvider> CreateProviderAsync(LockProviderSetup setup, CancellationToken cancellationToken)
    {
        var options = new FileSystemLockOptions { Directory = directory };
        options.KeyPrefix = setup.KeyPrefix ?? options.KeyPrefix;
        options.TimeProvider = setup.TimeProvider ?? options.TimeProvider;
        return new ValueTask<IDistributedLockProvider>(new FileSystemLockProvider(options));
    }

    public override async ValueTask<HoldingProcess> StartHoldingProcessAsync(IReadOnlyList<LockRequest> requests, CancellationToken cancellationToken) =>
        await HoldingProcess.StartAsync(ConformanceWorker.StartInfo("files", "", directory), requests, cancellationToken);
}
