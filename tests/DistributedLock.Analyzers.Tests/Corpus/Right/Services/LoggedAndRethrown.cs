public class Payments(IDistributedLockProvider locks)
{
    public async Task<bool> PayAsync(string account, decimal amount, CancellationToken cancellationToken)
    {
        try
        {
            await using var handle = await locks.AcquireAsync($"account-{account}", TimeSpan.FromSeconds(3), cancellationToken);
            await BookAsync(amount, handle.LostToken);
            return true;
        }
        catch (LockNotAcquiredException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return false;
        }
        catch (LockLostException)
        {
            Console.Error.WriteLine("lost");
            throw;
        }
    }

    private static Task BookAsync(decimal amount, CancellationToken cancellationToken) => Task.Delay((int)amount, cancellationToken);
}
