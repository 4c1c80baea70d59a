public class Reports(__provider__ locks)
{
    public __task__ Run(IEnumerable<string> pages)
    {
        foreach (var page in pages)
        {
            var handle = __acquire__;
            Console.WriteLine($"{page}: {handle?.FencingToken}");
        }
    }
}
