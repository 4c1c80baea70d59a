public class Reports(__provider__ locks)
{
    public __taskof__((IDistributedLockHandle? Handle, DateTime Since))__of__ Run()
    {
        var handle = __acquire__;
        return (handle, DateTime.UtcNow);
    }
}
