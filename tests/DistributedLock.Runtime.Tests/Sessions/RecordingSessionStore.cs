using System.Collections.Concurrent;
using DistributedLock.Sessions;

namespace DistributedLock.Runtime.Tests.Sessions;

/// <summary>One that writes down who holds what, in memory.</summary>
internal sealed class RecordingSessionStore(FakeSessionServer server) : FakeSessionStore(server), IRecordingSessionStore
{
    private readonly ConcurrentDictionary<Entry, SessionRecord> _living = [];

    /// <summary>What was not removed again.</summary>
    public IReadOnlyCollection<SessionRecord> Living => [.. _living.Values];

    /// <summary>What writing down throws.</summary>
    public Exception? Failure { get; set; }

    public IDisposable Record(SessionRecord record)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        var entry = new Entry(_living);
        _living[entry] = record;
        return entry;
    }

    private sealed class Entry(ConcurrentDictionary<Entry, SessionRecord> living) : IDisposable
    {
        public void Dispose() => living.TryRemove(this, out _);
    }
}
