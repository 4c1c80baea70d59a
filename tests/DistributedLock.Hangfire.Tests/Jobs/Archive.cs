namespace DistributedLock.Hangfire.Tests.Jobs;

/// <summary>What jobs are enqueued by; which class is made for it, the container knows.</summary>
public abstract class Archive
{
    public abstract void Pack(int year);
}
