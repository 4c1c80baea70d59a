public class Reports(__provider__ locks)
{
    private Func<long?> _token = static () => null;

    public __task__ Run()
    {
        var handle = __acquire__;
        if (handle is not null)
        {
            _token = () => handle.FencingToken;
        }
    }

    public long? Token => _token();
}
