public partial class Documents(IDistributedLockProvider locks)
{
    private string _text = "";

    [DistributedLock("document-{id}", Mode = LockMode.Shared)]
    public partial Task<string> ReadAsync(int id, CancellationToken cancellationToken = default);

    private async Task<string> ReadCoreAsync(int id, CancellationToken cancellationToken)
    {
        await Task.Delay(id, cancellationToken);
        return _text;
    }

    [DistributedLock("document-{id}")]
    public partial Task WriteAsync(int id, string text, CancellationToken cancellationToken = default);

    private Task WriteCoreAsync(int id, string text, CancellationToken cancellationToken)
    {
        _text = text;
        return Task.Delay(id, cancellationToken);
    }

    public async Task AppendAsync(int id, string text, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(id, cancellationToken);
        await WriteAsync(id, before + text, cancellationToken);
    }
}
