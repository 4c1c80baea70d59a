namespace DistributedLock.Jobs.Tests.Hosting;

/// <summary>A service whose interface declares its lock.</summary>
public interface ILedger
{
    [DistributedLock("ledger")]
    void Post();
}
