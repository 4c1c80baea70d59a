namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>One body behind the generated wrapper and behind the same thing written by hand.</summary>
public sealed partial class ReportService(IDistributedLockProvider locks)
{
    [DistributedLock("report-{tenantId}", TimeoutSeconds = 10)]
    public partial Task<int> GenerateAsync(string tenantId, bool yield, CancellationToken cancellationToken = default);

    public async Task<int> GenerateByHandAsync(string tenantId, bool yield, CancellationToken cancellationToken = default)
    {
        await using var handle = await locks.AcquireAsync($"report-{tenantId}", TimeSpan.FromSeconds(10), cancellationToken);
        return await GenerateCoreAsync(tenantId, yield, cancellationToken);
    }

    private async Task<int> GenerateCoreAsync(string tenantId, bool yield, CancellationToken cancellationToken)
    {
        if (yield)
        {
            await Task.Yield();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return tenantId.Length;
    }
}
