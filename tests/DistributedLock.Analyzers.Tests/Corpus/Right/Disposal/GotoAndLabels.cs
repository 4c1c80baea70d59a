public class Reports(IDistributedLockProvider locks)
{
    public void Write(int pages)
    {
        var page = 0;
    next:
        using (var handle = locks.TryAcquire("report"))
        {
            if (handle is not null && page++ < pages)
            {
                goto next;
            }
        }
    }
}
