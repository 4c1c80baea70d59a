namespace DistributedLock.FileSystem;

/// <summary>How waiting processes make themselves known to the others, and are woken by them.</summary>
internal sealed class WaiterFiles(LockDirectory directory)
{
    // What these locks guard takes microseconds. Who is kept longer does without: a suspended process must not take the others with it.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Registers as one of those that wait, by a shared lock.</summary>
    /// <returns>The registration, or <see langword="null"/> when somebody who looks for waiters is suspended meanwhile: then the waiter has to poll.</returns>
    public FileStream? Register(string file) => directory.TryLockWithin(Patience, file, LockMode.Shared);

    /// <summary>Whether a writer waits in some process.</summary>
    public bool IsWriterRegistered(LockFileNames names)
    {
        if (!File.Exists(names.Writers))
        {
            return false;
        }

        // One at a time: a reader must not take another reader's look for a writer.
        using var turn = directory.TryLockWithin(Patience, names.WritersProbe, LockMode.Exclusive);
        return turn is not null && directory.IsLocked(names.Writers);
    }

    /// <summary>Wakes the processes that wait, if there are any.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Wake(LockFileNames names)
    {
        try
        {
            // Two who look at once may each take the other for a waiter; then nobody is woken, which does no harm.
            if (!directory.IsLocked(names.Waiters))
            {
                return false;
            }

            Touch(names.Waiters);
            return true;
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception) || exception is LockBackendException)
        {
            // The lock is released already. Waiters that cannot be woken find out by themselves.
            return false;
        }
    }

    private static void Touch(string file)
    {
        try
        {
            // Needs no handle, so it takes no lock that others might stumble over.
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        }
        catch (UnauthorizedAccessException)
        {
            // Only the owner of a file may set its times. Whoever may write to it can change it, by a handle that shares with the waiters' ones.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
            stream.WriteByte((byte)'\n');
        }
    }
}
