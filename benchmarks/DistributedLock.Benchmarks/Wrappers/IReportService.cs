namespace DistributedLock.Benchmarks.Wrappers;

/// <summary>What the proxies stand before.</summary>
public interface IReportService
{
    [ProxyLock("report-", 0)]
    Task<int> GenerateAsync(string tenantId, bool yield);
}
