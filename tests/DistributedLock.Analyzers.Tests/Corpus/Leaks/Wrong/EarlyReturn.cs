public class Reports(__provider__ locks)
{
    public __task__ Run(IReadOnlyList<string> pages)
    {
        var handle = __acquire__;
        if (handle is null)
        {
            return;
        }

        if (pages.Count == 0)
        {
            return;
        }

        __dispose__;
    }
}
