public class Orders(IDistributedLockProvider locks)
{
    public async Task ShipAsync(int id, CancellationToken cancellationToken)
    {
        await using var handle = await locks.AcquireAsync($"order-{id}", cancellationToken: cancellationToken);
        var label = PrintAsync(id);
        var mail = SendAsync(id);
        await Task.WhenAll(label, mail);
    }

    private static Task PrintAsync(int id) => Task.Delay(id);

    private static Task SendAsync(int id) => Task.Delay(id);
}
