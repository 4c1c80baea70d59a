public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        __using__ (var handle = __acquire__)
        {
            if (handle is not null)
            {
                Console.WriteLine(handle.FencingToken);
            }
        }
    }
}
