namespace DistributedLock.CodeModel.Jobs;

/// <summary>What the referenced version of a job framework has, so that the generated code can use it.</summary>
[Flags]
public enum JobFeatures
{
    None = 0,

    /// <summary>Quartz: a job can report that it was skipped (<c>JobRunReport</c>).</summary>
    SkippedResult = 1,

    /// <summary>Quartz: one firing is interrupted by <c>InterruptFireInstance</c>; before 4.0 that was an overload of <c>Interrupt</c>.</summary>
    InterruptFireInstance = 2,

    /// <summary>Coravel: the job is given its token through a property.</summary>
    TokenProperty = 4,
}
