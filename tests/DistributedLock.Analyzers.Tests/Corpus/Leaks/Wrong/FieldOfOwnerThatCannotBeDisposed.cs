public class Reports(__provider__ locks)
{
    private IDistributedLockHandle? _handle;

    public bool IsRunning => _handle is not null;

    public __task__ Run()
    {
        _handle = __acquire__;
    }
}
