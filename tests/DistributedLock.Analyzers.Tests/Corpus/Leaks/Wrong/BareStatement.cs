public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        __acquire__;
        Console.WriteLine("writing");
    }
}
