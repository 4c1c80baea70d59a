namespace DistributedLock.Testing;

/// <summary>Somebody waits for an event.</summary>
internal sealed class EventExpectation(Func<RecordedLockEvent, bool> condition)
{
    // Continuations run elsewhere: they must not find the recorder's lock taken.
    private readonly TaskCompletionSource<RecordedLockEvent> _met = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RecordedLockEvent> Task => _met.Task;

    /// <returns>Whether the wait is over. A condition that throws ends it, for who waits: the code under test has nothing to do with it.</returns>
    public bool TryMeet(RecordedLockEvent happened)
    {
        try
        {
            return condition(happened) && _met.TrySetResult(happened);
        }
        catch (Exception exception)
        {
            return _met.TrySetException(exception);
        }
    }
}
