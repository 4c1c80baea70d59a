namespace DistributedLock.CodeModel.Jobs;

/// <summary>The job frameworks whose jobs can carry a lock on their class.</summary>
public enum JobFramework
{
    Quartz,
    Coravel,
}
