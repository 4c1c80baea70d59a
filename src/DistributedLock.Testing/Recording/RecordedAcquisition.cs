namespace DistributedLock.Testing;

/// <summary>Writes down what happens to one request, and to the lock it gets.</summary>
internal sealed class RecordedAcquisition(LockRecorder recorder, int number, LockRequest request, string provider, TimeProvider clock)
{
    private long? _fencingToken;
    private bool _isWaiting;

    public int Number => number;

    /// <summary>Written down once, however often the request has to wait.</summary>
    public void Waiting()
    {
        if (!_isWaiting)
        {
            _isWaiting = true;
            Add(RecordedLockEventKind.Waiting);
        }
    }

    public void Acquired(long? fencingToken)
    {
        _fencingToken = fencingToken;
        Add(RecordedLockEventKind.Acquired);
    }

    public void Contended() => Add(RecordedLockEventKind.Contended);

    public void Canceled() => Add(RecordedLockEventKind.Canceled);

    public void Failed(Exception exception) => Add(RecordedLockEventKind.Failed, exception);

    public void Released() => Add(RecordedLockEventKind.Released);

    public void Lost(LockLossReason reason) => Add(RecordedLockEventKind.Lost, lossReason: reason);

    private void Add(RecordedLockEventKind kind, Exception? exception = null, LockLossReason lossReason = LockLossReason.None) =>
        recorder.Add(new RecordedLockEvent(0, kind, number, request, clock.GetUtcNow())
        {
            Provider = provider,
            FencingToken = _fencingToken,
            Exception = exception,
            LossReason = lossReason,
        });
}
