namespace DistributedLock.Testing;

/// <summary>Who holds what while a record is read: from the acquisition to the release or the loss, whichever the holder knew of first.</summary>
internal sealed class HeldLocks
{
    private readonly List<RecordedLockEvent> _acquisitions = [];

    public IReadOnlyList<RecordedLockEvent> Acquisitions => _acquisitions;

    public void Apply(RecordedLockEvent happened)
    {
        if (happened.Kind == RecordedLockEventKind.Acquired)
        {
            _acquisitions.Add(happened);
        }
        else if (happened.Kind is RecordedLockEventKind.Released or RecordedLockEventKind.Lost)
        {
            _acquisitions.RemoveAll(acquired => acquired.Acquisition == happened.Acquisition);
        }
    }
}
