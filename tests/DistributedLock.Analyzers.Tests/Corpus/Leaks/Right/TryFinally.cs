public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        var handle = __acquire__;
        if (handle is null)
        {
            return;
        }

        try
        {
            Console.WriteLine(handle.FencingToken);
        }
        finally
        {
            __dispose__;
        }
    }
}
