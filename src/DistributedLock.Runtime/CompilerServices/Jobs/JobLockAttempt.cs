using System.ComponentModel;

namespace DistributedLock.CompilerServices;

/// <summary>What came of trying to take the locks of a job. Used by generated code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JobLockAttempt
{
    private readonly LockNotAcquiredException? _failure;

    internal JobLockAttempt(IDistributedLockHandle handle)
    {
        Handle = handle;
        _failure = null;
    }

    internal JobLockAttempt(LockNotAcquiredException failure)
    {
        Handle = null;
        _failure = failure;
    }

    /// <summary>What is held; <see langword="null"/> when a lock is held elsewhere.</summary>
    public IDistributedLockHandle? Handle { get; }

    /// <summary>After how long the job is to be run again; <see langword="null"/> when it is to be skipped.</summary>
    public TimeSpan? RescheduleAfter => _failure?.RescheduleAfter;

    /// <summary>Why the job is not run, for people. It is stored with the job and shown to many, so it names the lock by its template and not by its key.</summary>
    public string? Reason => _failure is null ? null : $"The lock is held elsewhere: {_failure.Template}";
}
