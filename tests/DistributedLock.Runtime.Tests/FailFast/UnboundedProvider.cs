namespace DistributedLock.Runtime.Tests.FailFast;

/// <summary>A provider of another kind, which waits for its store as long as that takes.</summary>
internal sealed class UnboundedProvider(TimeProvider clock) : IDistributedLockProvider, ILockProviderInfo
{
    public string Name => "unbounded";

    public TimeProvider TimeProvider => clock;

    public Microsoft.Extensions.Logging.ILogger Logger => Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public Func<Task<IDistributedLockHandle?>> Answer { get; set; } = static () => Task.FromResult<IDistributedLockHandle?>(null);

    public ValueTask<IDistributedLockHandle?> TryAcquireAsync(LockRequest request, CancellationToken cancellationToken = default) => new(Answer());

    public IDistributedLockHandle? TryAcquire(LockRequest request, CancellationToken cancellationToken = default) => Answer().GetAwaiter().GetResult();
}
