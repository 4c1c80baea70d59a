using DistributedLock.FileSystem;
using DistributedLock.Sessions;

namespace DistributedLock;

/// <summary>
/// Locks between the processes of one machine, over lock files in a directory: shared, exclusive and semaphore; freed by the operating system when
/// their process ends, however it ends; fencing tokens from a counter file; waiters are woken by a file watch. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Holds for a local file system. On a network file system (NFS, SMB) the locks are only as good as the server's; a holder that lost its connection may
/// not notice. Lock files stay when a lock is released; deleting one while it is held takes the lock away from its holder, which notices within a second.
/// </para>
/// <para>Two providers over one directory exclude each other like two processes, also inside one process.</para>
/// </remarks>
public sealed class FileSystemLockProvider : SessionLockProvider
{
    private const string Category = "DistributedLock.FileSystem";

    /// <summary>Creates a provider with the default options.</summary>
    /// <param name="directory">The directory of the lock files: see <see cref="FileSystemLockOptions.Directory"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty or no path.</exception>
    /// <exception cref="LockBackendException">The directory cannot be used: see the other constructor.</exception>
    public FileSystemLockProvider(string directory)
        : this(new FileSystemLockOptions { Directory = directory })
    {
    }

    /// <summary>Creates a provider, and tries whether the directory can hold locks.</summary>
    /// <exception cref="ArgumentException">An option is missing, or the directory is no path.</exception>
    /// <exception cref="LockBackendException">
    /// The directory cannot be created or written, or files cannot be locked there: .NET's file locking is disabled, or the file system ignores locks.
    /// </exception>
    public FileSystemLockProvider(FileSystemLockOptions options)
        : base(CreateStore(options), options, Category)
    {
    }

    private static FileSessionStore CreateStore(FileSystemLockOptions options)
    {
        (options ?? throw new ArgumentNullException(nameof(options))).ThrowIfInvalid();
        var directory = new LockDirectory(options.Directory);
        new LockingProbe(directory).Run();
        return new FileSessionStore(directory, options, options.CreateLogger(Category));
    }
}
