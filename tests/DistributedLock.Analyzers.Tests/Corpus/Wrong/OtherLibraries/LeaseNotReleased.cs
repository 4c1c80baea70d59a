//: editorconfig distributedlock.handle_types = Other.Lease
public class Reports(Other.Limiter limiter)
{
    public async Task WriteAsync()
    {
        var lease = await {|DLK0102:limiter.EnterAsync()|};
        await Task.Delay(1);
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
