using System.Text;
using DistributedLock.Sessions;
using Microsoft.Extensions.Logging;

namespace DistributedLock.FileSystem;

/// <summary>
/// Who holds what, as small text files in a directory of their own: the watch on the lock directory does not see them come and go. Each is open, and locked shared, as long as its
/// hold lasts; so whoever finds it can ask by an exclusive lock whether its process still lives, and never has to touch a lock file.
/// </summary>
/// <remarks>
/// The names are never used again. On Unix a file is locked a moment after it was created, and who looks in between takes it for one of a dead process. So a file is written and locked
/// under a name that nobody looks at, and then renamed: whoever finds it finds it locked. Only a provider that starts looks at those names too, for what crashed before it renamed; the
/// holder notices then that its file is locked by somebody else or gone, and writes another one. On Windows, opening is locking.
/// </remarks>
internal sealed class HolderFiles(LockDirectory directory, ILogger logger)
{
    private const string Extension = ".hold";
    private const string DraftExtension = ".draft";
    private const int Tries = 5;

    // So many are looked at by a provider that starts, for files of crashed processes, should nobody ever inspect.
    private const int SweepLimit = 1000;

    private readonly string _path = Path.Combine(directory.Path, "holders");
    private int _isToldOfUnreadable;

    /// <summary>Writes a hold down.</summary>
    /// <returns>Removes it.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public IDisposable Add(SessionRecord record)
    {
        var text = Encoding.ASCII.GetBytes(record.ToText());
        for (var tries = 1; ; tries++)
        {
            var file = Path.Combine(_path, $"{LockFileNames.NameOf(record.Resource.Key)}@{Guid.NewGuid():n}{Extension}");
            var draft = Path.ChangeExtension(file, DraftExtension);
            FileStream? stream = null;
            try
            {
                stream = Create(draft);
                stream.Write(text, 0, text.Length);
                File.Move(draft, file);
                return new HolderFile(stream, file);
            }
            catch (DirectoryNotFoundException) when (tries < Tries)
            {
                stream?.Dispose();
                Directory.CreateDirectory(_path);
            }
            catch (IOException exception) when (exception is FileNotFoundException || LockFileErrors.IsLocked(exception))
            {
                // A provider that starts looks at it, and removes it.
                stream?.Dispose();
                if (tries == Tries)
                {
                    throw new IOException($"A file in '{_path}' was removed {Tries} times just after it was created: expected that nothing but lock providers works there.", exception);
                }
            }
            catch
            {
                stream?.Dispose();
                throw;
            }
        }
    }

    /// <summary>The holds of all processes that live, without those of other users that may not be read: their key is not known, and they must not hide the others.</summary>
    /// <exception cref="LockBackendException">The directory or a file of it cannot be read.</exception>
    public IEnumerable<KeyValuePair<string, SessionRecord>> All() => Read("*" + Extension, TextOrNothingOf);

    /// <summary>The holds of one key, as a lock or as a semaphore.</summary>
    /// <exception cref="LockBackendException">The directory or a file of it cannot be read, so nobody can say who holds the key.</exception>
    public IEnumerable<KeyValuePair<string, SessionRecord>> Of(string key)
    {
        return Read($"{LockFileNames.NameOf(key)}@*{Extension}", TextOf).Where(found => found.Value.Resource.Key == key);
    }

    /// <summary>Removes files of processes that died.</summary>
    public void Sweep()
    {
        try
        {
            foreach (var _ in Files("*" + DraftExtension).Concat(Files("*" + Extension)).Take(SweepLimit).Select(TextOrNothingOf))
            {
            }
        }
        catch (LockBackendException)
        {
            // Whoever inspects is told.
        }
    }

    private IEnumerable<KeyValuePair<string, SessionRecord>> Read(string pattern, Func<string, string?> textOf)
    {
        foreach (var file in Files(pattern))
        {
            if (textOf(file) is { } text && SessionRecord.TryRead(text) is { } record)
            {
                yield return new KeyValuePair<string, SessionRecord>(IdOf(file), record);
            }
        }
    }

    private IReadOnlyList<string> Files(string pattern)
    {
        try
        {
            return Directory.GetFiles(_path, pattern);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception))
        {
            throw LockFileErrors.Explain(exception, directory.Path, $"list '{_path}'");
        }
    }

    private static string IdOf(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return name.Substring(name.LastIndexOf('@') + 1);
    }

    private string? TextOrNothingOf(string file)
    {
        try
        {
            return TextOf(file);
        }
        catch (LockBackendException exception) when (exception.InnerException is UnauthorizedAccessException)
        {
            if (Interlocked.Exchange(ref _isToldOfUnreadable, 1) == 0)
            {
                FileSystemLog.HoldUnreadable(logger, file);
            }

            return null;
        }
    }

    /// <summary>The text of a hold whose process lives. A file that no process has open any more is removed.</summary>
    private string? TextOf(string file)
    {
        try
        {
            return IsOpen(file) ? Text(file) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // released meanwhile
        }
        catch (IOException exception) when (LockFileErrors.IsLocked(exception))
        {
            return null; // another one that looks has it alone, so no holder has it
        }
        catch (UnauthorizedAccessException) when (!File.Exists(file))
        {
            return null; // Windows, of a file that is about to go
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception))
        {
            throw LockFileErrors.Explain(exception, directory.Path, $"read '{file}'");
        }
    }

    private static bool IsOpen(string file)
    {
        FileStream alone;
        try
        {
            // Also for writing: network file systems give exclusive locks for nothing less.
            alone = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException exception) when (LockFileErrors.IsLocked(exception))
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return IsOpenToOtherUser(file);
        }

        // On Unix while it is locked, so that a holder that is about to lock it finds it gone. Windows removes no file that is open, and has no such holder.
        var isRemoved = TryRemove(file);
        alone.Dispose();
        if (!isRemoved)
        {
            TryRemove(file);
        }

        return false;
    }

    /// <summary>The same for a file that may only be read, as other users' usually are. What a crashed process left is not removed here: that is its user's.</summary>
    private static bool IsOpenToOtherUser(string file)
    {
        try
        {
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 1).Dispose();
            return false;
        }
        catch (IOException exception) when (LockFileErrors.IsLocked(exception))
        {
            return true;
        }
    }

    private static bool TryRemove(string file)
    {
        try
        {
            File.Delete(file);
            return true;
        }
        catch (Exception exception) when (LockFileErrors.IsExpected(exception))
        {
            return false; // it stays, and the next one that looks tries again
        }
    }

    private static string Text(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return reader.ReadToEnd();
    }

    /// <summary>A new file that goes with its handle, on Windows also when the process crashes and whatever it is called by then.</summary>
    private static FileStream Create(string file) =>
        new(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.DeleteOnClose);

    private sealed class HolderFile(FileStream stream, string file) : IDisposable
    {
        public void Dispose()
        {
            // Removed while it is locked: on Unix the handle only knows the name it was created by.
            TryRemove(file);
            stream.Dispose();
        }
    }
}
