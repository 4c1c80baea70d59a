namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>One body behind generated wrappers and behind the same things written by hand.</summary>
public sealed partial class ReportService(IDistributedLockProvider locks)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    [DistributedLock("report-{tenantId}", TimeoutSeconds = 10)]
    public partial Task<int> GenerateAsync(string tenantId, bool yield);

    public async Task<int> GenerateByHandAsync(string tenantId, bool yield)
    {
        await using var handle = await locks.AcquireAsync($"report-{tenantId}", Timeout);
        return await GenerateCoreAsync(tenantId, yield);
    }

    [DistributedLock("report-{tenantId}", TimeoutSeconds = 10, Core = nameof(RunCancellableAsync))]
    public partial Task<int> GenerateCancellableAsync(string tenantId, bool yield, CancellationToken cancellationToken);

    public async Task<int> GenerateCancellableByHandAsync(string tenantId, bool yield, CancellationToken cancellationToken)
    {
        await using var handle = await locks.AcquireAsync($"report-{tenantId}", Timeout, cancellationToken);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handle.LostToken);
        return await RunCancellableAsync(tenantId, yield, linked.Token);
    }

    private static Task<int> GenerateCoreAsync(string tenantId, bool yield) => ReportBody.RunAsync(tenantId, yield);

    private static async Task<int> RunCancellableAsync(string tenantId, bool yield, CancellationToken cancellationToken)
    {
        if (yield)
        {
            await Task.Yield();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return tenantId.Length;
    }
}
