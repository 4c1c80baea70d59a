using System.Diagnostics;

namespace DistributedLock.FileSystem;

/// <summary>The directory of the lock files: opens files in it, tells "locked by somebody else" from real errors, and explains those.</summary>
/// <remarks>
/// On Unix .NET puts an advisory lock (<c>flock</c>) on every file it opens: exclusive for <see cref="FileShare.None"/>, shared otherwise. On Windows the
/// sharing mode itself excludes. The two agree for the two combinations used here, so lock files must not be opened in any other way.
/// </remarks>
internal sealed class LockDirectory(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public void Create()
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception))
        {
            throw LockFileErrors.ExplainCreation(exception, Path);
        }
    }

    /// <summary>Opens and locks a file; creates it if it is missing.</summary>
    /// <returns>The file, locked until it is closed, or <see langword="null"/> when it is locked by somebody else.</returns>
    /// <exception cref="LockBackendException">The file cannot be opened at all.</exception>
    public FileStream? TryLock(string file, LockMode mode)
    {
        try
        {
            return Open(file, FileMode.OpenOrCreate, mode);
        }
        catch (IOException exception) when (LockFileErrors.IsLocked(exception))
        {
            return null;
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception))
        {
            throw LockFileErrors.Explain(exception, Path, $"open '{file}'");
        }
    }

    /// <summary>The same for a file that others lock for moments only.</summary>
    /// <returns><see langword="null"/> when it did not come free in time: its holder is likely to be suspended.</returns>
    public FileStream? TryLockWithin(TimeSpan limit, string file, LockMode mode)
    {
        var start = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (true)
        {
            if (TryLock(file, mode) is { } stream)
            {
                return stream;
            }

            if (Stopwatch.GetTimestamp() - start > limit.TotalSeconds * Stopwatch.Frequency)
            {
                return null;
            }

            spin.SpinOnce();
        }
    }

    /// <summary>Whether somebody has locked a file, in whatever mode. A file that does not exist is not locked.</summary>
    /// <remarks>Locks it exclusively for a moment, so two that ask at once may both be told that it is locked.</remarks>
    public bool IsLocked(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        try
        {
            Open(file, FileMode.Open, LockMode.Exclusive).Dispose();
            return false;
        }
        catch (IOException exception) when (LockFileErrors.IsLocked(exception))
        {
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception))
        {
            throw LockFileErrors.Explain(exception, Path, $"open '{file}'");
        }
    }

    // A buffer of one byte is none: the few reads and writes go straight to the file.
    private static FileStream Open(string file, FileMode fileMode, LockMode mode) => mode == LockMode.Shared
        ? new FileStream(file, fileMode, FileAccess.Read, FileShare.Read, bufferSize: 1)
        : new FileStream(file, fileMode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
}
