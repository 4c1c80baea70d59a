public class Reports(__provider__ locks)
{
    public __task__ Run(bool isLast)
    {
        var handle = __acquire__;
        if (isLast && handle is not null)
        {
            __dispose__;
        }
    }
}
