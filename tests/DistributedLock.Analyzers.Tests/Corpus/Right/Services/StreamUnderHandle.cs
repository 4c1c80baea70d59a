public class Exports(IDistributedLockProvider locks)
{
    public async IAsyncEnumerable<string> ReadAsync(
        string name, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var handle = await locks.AcquireAsync($"export-{name}", cancellationToken: cancellationToken);
        for (var line = 0; line < 10 && !handle.LostToken.IsCancellationRequested; line++)
        {
            await Task.Delay(1, cancellationToken);
            yield return $"{name} {line}";
        }
    }
}
