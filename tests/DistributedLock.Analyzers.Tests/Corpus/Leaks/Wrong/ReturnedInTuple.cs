public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        var opened = __await__{|__leak__:Open()|};
        Console.WriteLine(opened.Since);
    }

    private __taskof__((IDistributedLockHandle? Handle, DateTime Since))__of__ Open()
    {
        var handle = __acquire__;
        return (handle, DateTime.UtcNow);
    }
}
