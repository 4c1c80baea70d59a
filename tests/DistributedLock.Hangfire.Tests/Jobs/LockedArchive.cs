namespace DistributedLock.Hangfire.Tests.Jobs;

/// <summary>Enqueued by its abstract base class.</summary>
[DistributedLock("archive-{year}")]
public class LockedArchive(JobProbe probe) : Archive
{
    public override void Pack(int year) => probe.Run($"archive {year}", CancellationToken.None);
}
