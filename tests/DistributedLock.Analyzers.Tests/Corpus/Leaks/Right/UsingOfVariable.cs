public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        var handle = __acquire__;
        __using__ (handle)
        {
            Console.WriteLine(handle?.FencingToken);
        }
    }
}
