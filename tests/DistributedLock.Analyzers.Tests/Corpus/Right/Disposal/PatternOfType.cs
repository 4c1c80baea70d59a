public class Reports(IDistributedLockProvider locks)
{
    public void Write()
    {
        if (locks.TryAcquire("report") is IDistributedLockHandle handle)
        {
            using (handle)
            {
                Console.WriteLine(handle.Key);
            }
        }
    }
}
