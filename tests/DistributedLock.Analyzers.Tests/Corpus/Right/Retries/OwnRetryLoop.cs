public class Imports(IDistributedLockProvider locks)
{
    public async Task<bool> RunAsync(string file, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await using var handle = await locks.TryAcquireAsync($"import-{file}", TimeSpan.FromSeconds(attempt), cancellationToken);
            if (handle is { } held)
            {
                await Task.Delay(file.Length, held.LostToken);
                return true;
            }

            await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
        }

        return false;
    }
}
