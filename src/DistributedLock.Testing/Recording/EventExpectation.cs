namespace DistributedLock.Testing;

/// <summary>Somebody waits for an event.</summary>
internal sealed class EventExpectation(Func<RecordedLockEvent, bool> condition)
{
    // Continuations run elsewhere: they must not find the recorder's lock taken.
    private readonly TaskCompletionSource<RecordedLockEvent> _met = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RecordedLockEvent> Task => _met.Task;

    public bool TryMeet(RecordedLockEvent happened) => condition(happened) && _met.TrySetResult(happened);
}
