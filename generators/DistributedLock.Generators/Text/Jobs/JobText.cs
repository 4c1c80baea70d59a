using DistributedLock.CodeModel.Jobs;

namespace DistributedLock.Generators.Text.Jobs;

/// <summary>What one framework's jobs do in their own way: skip, run again later, fail, be interrupted.</summary>
internal abstract class JobText
{
    /// <summary>Whether what goes wrong with the lock is thrown in an exception of the framework's.</summary>
    public abstract bool WrapsFailures { get; }

    /// <summary>The task of an interruption of this run, as an expression; <see langword="null"/> where the framework has none.</summary>
    public abstract string? Interruption { get; }

    public static JobText Of(LockedJob job) => job.Framework switch
    {
        JobFramework.Quartz => new QuartzText(job),
        _ => new CoravelText(),
    };

    /// <summary>The exception to throw for one of ours.</summary>
    public abstract string Failure(string exception);

    /// <summary>Says that the job was skipped, where somebody listens; the <c>return</c> comes after it.</summary>
    public abstract void WriteSkip(CodeWriter code);

    /// <summary>Has the job run again later.</summary>
    public abstract void WriteReschedule(CodeWriter code, LocalNames names);
}
