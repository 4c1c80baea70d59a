public class Reports(__provider__ locks)
{
    public __task__ Run()
    {
        var handle = __acquire__;
        if (handle is null)
        {
            return;
        }

        Write(handle.FencingToken);
        __dispose__;
    }

    private static void Write(long? token) => throw new InvalidOperationException($"The disk is full at {token}.");
}
