namespace DistributedLock.FileSystem;

/// <summary>What the exceptions of file operations mean for a lock.</summary>
internal static class LockFileErrors
{
    // Win32 errors come as HRESULTs. On Unix .NET puts the raw errno into HResult where it knows no Win32 error of the same meaning.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int DiskFull = unchecked((int)0x80070070);
    private const int TooManyFilesWindows = unchecked((int)0x80070004);

    private const int EwouldblockLinux = 11;
    private const int EwouldblockBsd = 35; // macOS and the BSDs; on Linux 35 is EDEADLK, which opening a file never gives
    private const int Enfile = 23;
    private const int Emfile = 24;
    private const int Enospc = 28;
    private const int Erofs = 30;
    private const int EdquotLinux = 122;
    private const int EdquotBsd = 69;

    /// <summary>Whether somebody else has locked the file.</summary>
    public static bool IsLocked(IOException exception) =>
        exception.HResult is SharingViolation or LockViolation or EwouldblockLinux or EwouldblockBsd;

    /// <summary>Whether an exception is the file system's, and no bug of ours.</summary>
    public static bool IsExpected(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The exception for the user: what is wrong with which directory, and what to do.</summary>
    /// <param name="exception">What came.</param>
    /// <param name="directory">The lock directory.</param>
    /// <param name="action">What was tried, as in "cannot {action}".</param>
    public static LockBackendException Explain(Exception exception, string directory, string action)
    {
        var (problem, advice) = exception switch
        {
            UnauthorizedAccessException => (
                "access was denied",
                "Let the process create, read and write files there, also those of other users (files get the umask's permissions), " +
                "or choose another directory."),
            DirectoryNotFoundException or FileNotFoundException => (
                "the directory does not exist (any more)",
                "It must not be deleted or unmounted while locks are in use. Create it again, or choose another directory."),
            PathTooLongException => ("the path is too long", "Choose a directory with a shorter path."),
            _ => ExplainCode(exception.HResult),
        };

        return new LockBackendException($"Cannot {action} for the locks in '{directory}': {problem}. {advice}", exception) { IsTransient = !IsRefusal(exception) };
    }

    /// <summary>The exception for a lock directory that cannot be created: what stands in its way.</summary>
    public static LockBackendException ExplainCreation(Exception exception, string directory)
    {
        // None exists where Windows has no such drive.
        var existing = directory;
        while (existing is not null && !Directory.Exists(existing) && !File.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }

        var (problem, advice) = exception switch
        {
            _ when existing is not null && File.Exists(existing) => (
                $"'{existing}' is a file", "Remove the file, or choose a directory of which no part is one."),
            UnauthorizedAccessException => (
                $"access to '{existing}' was denied", "Let the process create directories there, or create it yourself, or choose another one."),
            PathTooLongException => ("the path is too long", "Choose a directory with a shorter path."),
            DirectoryNotFoundException or FileNotFoundException => (
                existing is null ? "no part of the path exists" : $"the file system of '{existing}' does not let it be created",
                "Create it yourself, or choose another one."),
            _ => ExplainCode(exception.HResult),
        };

        return new LockBackendException($"Cannot create the lock directory '{directory}': {problem}. {advice}", exception) { IsTransient = !IsRefusal(exception) };
    }

    /// <summary>Whether only a person can mend it. It may be about one file alone, so the file system must not count as down over it.</summary>
    private static bool IsRefusal(Exception exception) => exception is UnauthorizedAccessException or PathTooLongException || exception.HResult == Erofs;

    private static (string Problem, string Advice) ExplainCode(int code) => code switch
    {
        DiskFull or Enospc => ("the disk is full", "Free some space, or choose a directory on another disk."),
        EdquotLinux or EdquotBsd => ("the disk quota is used up", "Free some space, raise the quota, or choose a directory on another disk."),
        Emfile or Enfile or TooManyFilesWindows => (
            "too many files are open",
            "Each held lock is two open files (one without RecordHolders), each waiter needs two more: raise the limit (ulimit -n), or hold fewer locks at a time."),
        Erofs => ("the file system is read-only", "Choose a directory on a writable file system."),
        _ => ("the file system reports an error", "See the inner exception."),
    };
}
