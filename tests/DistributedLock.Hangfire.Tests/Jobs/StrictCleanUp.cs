namespace DistributedLock.Hangfire.Tests.Jobs;

/// <summary>Fails where somebody else cleans up, and takes the locks of several tenants at once.</summary>
[DistributedLock("clean-up", OnContention = Contention.Throw)]
[DistributedLock("report-{tenants*}", OnContention = Contention.Throw)]
public class StrictCleanUp(JobProbe probe)
{
    public void Run(string[] tenants) => probe.Run(string.Join(",", tenants), CancellationToken.None);
}
