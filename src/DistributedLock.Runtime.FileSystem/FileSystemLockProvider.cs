using System.Globalization;
using System.Runtime.CompilerServices;
using DistributedLock.FileSystem;
using DistributedLock.Sessions;

namespace DistributedLock;

/// <summary>
/// Locks between the processes of one machine, over lock files in a directory: shared, exclusive and semaphore; freed by the operating system when
/// their process ends, however it ends; fencing tokens from a counter file; waiters are woken by a file watch; can be inspected from any process. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Holds for a local file system. On a network file system (NFS, SMB) the locks are only as good as the server's; a holder that lost its connection may
/// not notice. Lock files stay when a lock is released; deleting one while it is held takes the lock away from its holder, which notices within a second.
/// </para>
/// <para>Two providers over one directory exclude each other like two processes, also inside one process.</para>
/// </remarks>
public sealed class FileSystemLockProvider : SessionLockProvider, IDistributedLockInspector
{
    private const string Category = "DistributedLock.FileSystem";

    private readonly HolderFiles _holders;
    private readonly string _keyPrefix;

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
        : this(CreateStore(options), options)
    {
    }

    private FileSystemLockProvider(FileSessionStore store, FileSystemLockOptions options)
        : base(store, options, Category)
    {
        _holders = store.Holders;
        _keyPrefix = options.KeyPrefix;
    }

    /// <inheritdoc/>
    /// <remarks>Told is what processes with <see cref="FileSystemLockOptions.RecordHolders"/> hold, as far as this user may read their files.</remarks>
    public IAsyncEnumerable<LockInfo> ListAsync(string keyPrefix = "", CancellationToken cancellationToken = default) =>
        ReadAsync(_keyPrefix + (keyPrefix ?? throw new ArgumentNullException(nameof(keyPrefix))), cancellationToken);

    /// <inheritdoc/>
    /// <inheritdoc cref="ListAsync" path="/remarks"/>
    public ValueTask<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<IReadOnlyList<LockInfo>>([.. _holders.Of(_keyPrefix + key.Value).Select(InfoOf)]);
    }

    /// <summary>Not possible: the lock is its process's as long as that has the file open.</summary>
    /// <exception cref="NotSupportedException">Always; the message names the process to end.</exception>
    public ValueTask<bool> ForceReleaseAsync(LockInfo held, CancellationToken cancellationToken = default)
    {
        if (held is null)
        {
            throw new ArgumentNullException(nameof(held));
        }

        throw new NotSupportedException(
            $"The hold of '{held.Key}' cannot be ended from outside: a file lock is its process's. End process {held.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "(unknown)"}" +
            $" ({held.Application ?? "unknown application"}) on {held.Host ?? "its machine"}, and the lock is free at once. Deleting the lock file would let two run at the same time.");
    }

    private static FileSessionStore CreateStore(FileSystemLockOptions options)
    {
        (options ?? throw new ArgumentNullException(nameof(options))).ThrowIfInvalid();
        var directory = new LockDirectory(options.Directory);
        new LockingProbe(directory).Run();
        var store = new FileSessionStore(directory, options, options.CreateLogger(Category));
        store.Holders.Sweep();
        return store;
    }

    private async IAsyncEnumerable<LockInfo> ReadAsync(string keyPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var found in _holders.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (found.Value.Resource.Key.StartsWith(keyPrefix, StringComparison.Ordinal))
            {
                yield return InfoOf(found);
            }
        }
    }

    private LockInfo InfoOf(KeyValuePair<string, SessionRecord> found) => found.Value.ToInfo(_keyPrefix, holdId: found.Key);
}
