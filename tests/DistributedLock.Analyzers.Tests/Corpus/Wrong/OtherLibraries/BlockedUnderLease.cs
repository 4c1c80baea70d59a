//: editorconfig distributedlock.handle_types = Other.Lease
public class Reports(Other.Limiter limiter)
{
    public async Task WriteAsync()
    {
        using var lease = await limiter.EnterAsync();
        {|DLK0106:Thread.Sleep(10)|};
    }
}

namespace Other
{
    public sealed class Lease : IDisposable
    {
        public void Dispose()
        {
        }
    }

    public class Limiter
    {
        public Task<Lease> EnterAsync() => Task.FromResult(new Lease());
    }
}
