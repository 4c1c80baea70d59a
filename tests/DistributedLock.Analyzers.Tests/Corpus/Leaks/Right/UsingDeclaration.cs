public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        __using__ var handle = __acquire__;
        if (handle is null)
        {
            return;
        }

        Console.WriteLine(handle.FencingToken);
    }
}
