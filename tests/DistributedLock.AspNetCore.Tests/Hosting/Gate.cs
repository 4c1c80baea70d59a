namespace DistributedLock.AspNetCore.Tests.Hosting;

/// <summary>Keeps handlers in until a test opens it, and tells that they are in.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _entries;

    public int Entries => Volatile.Read(ref _entries);

    public Task Entered => _entered.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void Open() => _opened.TrySetResult();

    public async Task PassAsync(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _entries);
        _entered.TrySetResult();
        await _opened.Task.WaitAsync(cancellationToken);
    }
}
