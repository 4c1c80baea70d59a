public class Reports(IDistributedLockProvider locks)
{
    public void Write()
    {
        if (locks.TryAcquire("report") is not { } handle)
        {
            Console.WriteLine("busy");
            return;
        }

        using (handle)
        {
            Console.WriteLine(handle.Key);
        }
    }
}
