public class Reports(__provider__ locks, IDistributedLockHandle spare)
{
    public __task__ Run()
    {
        var handle = __acquire__;
        handle = spare;
        Console.WriteLine(handle.Key);
    }
}
