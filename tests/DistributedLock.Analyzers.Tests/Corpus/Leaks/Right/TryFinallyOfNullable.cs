public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        IDistributedLockHandle? handle = null;
        try
        {
            handle = __acquire__;
            Console.WriteLine(handle?.FencingToken);
        }
        finally
        {
            if (handle is not null)
            {
                __dispose__;
            }
        }
    }
}
