namespace DistributedLock.Testing;

/// <summary>Somebody waits until a number of timers is scheduled.</summary>
internal sealed class TimerExpectation(int count)
{
    // Continuations run elsewhere: they must not find the clock's lock taken.
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _met.Task;

    public bool TryMeet(int scheduled) => scheduled >= count && _met.TrySetResult();
}
