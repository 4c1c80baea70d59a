namespace DistributedLock.TestServers;

/// <summary>Waits for a request, and swallows its answer. It springs once, whichever connection is first.</summary>
internal sealed class AnswerTrap(byte[]? part)
{
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sprung;

    /// <summary>Ends when the connection was cut.</summary>
    public Task Cut => _cut.Task;

    public bool IsFor(ReadOnlySpan<byte> request) => Volatile.Read(ref _sprung) == 0 && (part is null || request.IndexOf(part) >= 0);

    /// <summary>Whether the caller is the first: it is to cut its connection.</summary>
    public bool TrySpring() => Interlocked.Exchange(ref _sprung, 1) == 0;

    public void Announce() => _cut.TrySetResult();

    public void Disarm()
    {
        if (TrySpring())
        {
            _cut.SetCanceled();
        }
    }
}
