namespace DistributedLock.FileSystem;

/// <summary>
/// Whether an open file is still the one that its name stands for: a lock on a file that was deleted, or deleted and created anew, excludes nobody.
/// </summary>
internal static class LockFileIdentity
{
    public static bool IsCurrent(FileStream stream, string file)
    {
        try
        {
            // Once more after a difference: where the file system keeps no time of birth, the answer is made of times that may change between two looks.
            return IsSameFile(stream, file) || IsSameFile(stream, file);
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception))
        {
            return false;
        }
    }

#if NET
    // There is no inode number in .NET's API. The time of creation has a resolution of a clock tick or better, and a deleted file's name gives none.
    private static bool IsSameFile(FileStream stream, string file) =>
        File.GetCreationTimeUtc(stream.SafeFileHandle) == File.GetCreationTimeUtc(file);
#else
    // .NET Framework runs on Windows only, where an open lock file cannot be deleted.
    private static bool IsSameFile(FileStream stream, string file) => stream.CanRead && File.Exists(file);
#endif
}
