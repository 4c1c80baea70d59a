public class Reports(__provider__ locks)
{
    public __taskof__(IDistributedLockHandle?)__of__ OpenReport()
    {
        var handle = __acquire__;
        return handle;
    }
}
