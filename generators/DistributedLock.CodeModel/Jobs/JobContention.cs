namespace DistributedLock.CodeModel.Jobs;

/// <summary>What a job does when its wait ends without the lock.</summary>
public enum JobContention
{
    Skip,
    Throw,
    Reschedule,
    Fallback,
}
