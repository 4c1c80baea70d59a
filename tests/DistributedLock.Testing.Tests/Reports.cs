namespace DistributedLock.Testing.Tests;

/// <summary>A service as an application has it, whose body ends when the test says so.</summary>
public sealed partial class Reports(IDistributedLockProvider locks)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the body has begun.</summary>
    public Task Begun => _begun.Task;

    /// <summary>What the body waits for.</summary>
    public Task Body { get; set; } = Task.CompletedTask;

    [DistributedLock("report-{tenantId}", TimeoutSeconds = 5, MaxHoldSeconds = 60)]
    public partial Task BuildAsync(string tenantId, CancellationToken cancellationToken = default);

    private async Task BuildCoreAsync(string tenantId, CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        await Body.WaitAsync(cancellationToken);
    }

    [DistributedLock("count-{tenantId}", TimeoutSeconds = 0, OnContention = Contention.Skip)]
    public partial Task<LockResult<int>> CountAsync(string tenantId);

    private static Task<int> CountCoreAsync(string tenantId) => Task.FromResult(tenantId.Length);
}
