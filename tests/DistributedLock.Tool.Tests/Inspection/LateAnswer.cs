namespace DistributedLock.Tool.Tests.Inspection;

/// <summary>A person who takes time to answer.</summary>
internal sealed class LateAnswer : TextReader, IAsyncDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody reads.</summary>
    public Task IsAwaited => _asked.Task;

    public void Give(string answer) => _answer.TrySetResult(answer);

    public override string? ReadLine()
    {
        _asked.TrySetResult();
        return _answer.Task.GetAwaiter().GetResult();
    }

    public ValueTask DisposeAsync()
    {
        _answer.TrySetResult(null);
        return default;
    }
}
