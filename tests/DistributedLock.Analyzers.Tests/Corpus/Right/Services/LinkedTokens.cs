public class Crawler(IDistributedLockProvider locks, System.Net.Http.HttpClient client)
{
    public async Task<string?> FetchAsync(Uri page, CancellationToken cancellationToken)
    {
        await using var handle = await locks.TryAcquireAsync($"host-{page.Host}", TimeSpan.FromSeconds(1), cancellationToken);
        if (handle is null)
        {
            return null;
        }

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handle.LostToken);
        using var response = await client.GetAsync(page, linked.Token);
        return await response.Content.ReadAsStringAsync(linked.Token);
    }
}
