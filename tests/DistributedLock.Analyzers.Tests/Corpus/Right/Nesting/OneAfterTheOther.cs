public class Reports(IDistributedLockProvider locks)
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await using (await locks.AcquireAsync("report", cancellationToken: cancellationToken))
        {
            await Task.Delay(1, cancellationToken);
        }

        await using (await locks.AcquireAsync("report", cancellationToken: cancellationToken))
        {
            await Task.Delay(2, cancellationToken);
        }
    }

    public void Write()
    {
        using (locks.Acquire("report"))
        {
            Console.WriteLine();
        }

        using var handle = locks.Acquire("report");
        Console.WriteLine();
    }
}
