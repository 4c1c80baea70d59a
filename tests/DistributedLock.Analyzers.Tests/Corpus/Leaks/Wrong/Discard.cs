public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        _ = __acquire__;
        Console.WriteLine("writing");
    }
}
