public partial class Exports(IDistributedLockProvider locks)
{
    [DistributedLock("export-{name}")]
    public partial IAsyncEnumerable<string> ReadAsync(string name, CancellationToken cancellationToken = default);

    private static async IAsyncEnumerable<string> ReadCoreAsync(
        string name, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var line = 0; line < name.Length; line++)
        {
            await Task.Delay(1, cancellationToken);
            yield return $"{name} {line}";
        }
    }

    public async Task<int> CountAsync(string name, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var line in ReadAsync(name, cancellationToken))
        {
            count += line.Length;
        }

        return count;
    }
}
