public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        var handle = __acquire__;
        Console.WriteLine("writing");
    }
}
