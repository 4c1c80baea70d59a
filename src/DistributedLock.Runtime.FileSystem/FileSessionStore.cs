using DistributedLock.Sessions;
using Microsoft.Extensions.Logging;

namespace DistributedLock.FileSystem;

/// <summary>Lock files as a session store: an open file is the session.</summary>
internal sealed class FileSessionStore(LockDirectory directory, FileSystemLockOptions options, ILogger logger) : SynchronousSessionStore, IRecordingSessionStore
{
    // A file that is deleted again and again just when it is to be locked: after this many times somebody else counts as the holder.
    private const int MaxReplacements = 10;

    private readonly FencingCounter _counter = new(directory, options.TimeProvider);
    private readonly WaiterWatch _watch = new(directory, options.IsPushEnabled, options.TimeProvider, logger);
    private readonly bool _recordsHolders = options.RecordHolders;
    private readonly TimeSpan _pollInterval = options.PollInterval;
    private readonly TimeSpan _pollIntervalWithoutPush = options.PollIntervalWithoutPush;

    public override string Name { get; } = "file:" + directory.Path;

    public override TimeSpan PollInterval => _watch.IsRunning ? _pollInterval : _pollIntervalWithoutPush;

    public WaiterFiles Waiters { get; } = new(directory);

    public HolderFiles Holders { get; } = new(directory, logger);

    public override SessionHold? TryAcquire(SessionAttempt attempt, CancellationToken cancellationToken)
    {
        var names = new LockFileNames(directory.Path, attempt.Resource);
        if (!attempt.Resource.IsSemaphore)
        {
            return attempt.YieldsToWriters && Waiters.IsWriterRegistered(names) ? null : TryHold(names, names.Lock, attempt.Mode, slot: -1);
        }

        foreach (var slot in attempt.Slots)
        {
            if (TryHold(names, names.Slot(slot), LockMode.Exclusive, slot) is { } hold)
            {
                return hold;
            }
        }

        return null;
    }

    public override ISessionIntent Register(LockResource resource, SessionIntentKind kind, Action? onWake, CancellationToken cancellationToken)
    {
        var names = new LockFileNames(directory.Path, resource);
        var registration = Waiters.Register(kind == SessionIntentKind.Write ? names.Writers : names.Waiters);

        // The file comes first: it is there when the watch begins, and the engine tries once more after both.
        return new WaiterIntent(registration, onWake is null ? null : _watch.Subscribe(names.Waiters, onWake));
    }

    public IDisposable? Record(SessionRecord record) => _recordsHolders ? Holders.Add(record) : null;

    public override void Notify(LockResource resource) => Waiters.Wake(new LockFileNames(directory.Path, resource));

    public long NextToken(LockFileNames names) => _counter.Next(names.Counter);

    protected override void Dispose(bool disposing) => _watch.Dispose();

    private FileSessionHold? TryHold(LockFileNames names, string file, LockMode mode, int slot)
    {
        if (TryLockCurrent(file, mode) is not { } stream)
        {
            return null;
        }

        try
        {
            return new FileSessionHold(this, names, stream, file, slot, NextToken(names));
        }
        catch
        {
            // No token, no lock. Somebody may have waited for this file in the meantime.
            stream.Dispose();
            Waiters.Wake(names);
            throw;
        }
    }

    private FileStream? TryLockCurrent(string file, LockMode mode)
    {
        for (var i = 0; i < MaxReplacements; i++)
        {
            var stream = directory.TryLock(file, mode);
            if (stream is null || LockFileIdentity.IsCurrent(stream, file))
            {
                return stream;
            }

            // Opened, then deleted by somebody, then locked: it is the file's successor that counts.
            stream.Dispose();
        }

        return null;
    }
}
