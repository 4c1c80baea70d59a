public class Reports(InMemoryLockProvider locks)
{
    public void Write()
    {
        {|DLK0101:locks.TryAcquireAsync(new LockRequest("report"))|};
    }
}
