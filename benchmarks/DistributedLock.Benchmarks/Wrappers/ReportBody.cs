namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>What runs under the lock, the same for all: next to nothing.</summary>
public sealed class ReportBody : IReportService
{
    public Task<int> GenerateAsync(string tenantId, bool yield) => RunAsync(tenantId, yield);

    internal static async Task<int> RunAsync(string tenantId, bool yield)
    {
        if (yield)
        {
            await Task.Yield();
        }

        return tenantId.Length;
    }
}
