//: editorconfig distributedlock.handle_types = Other.Lease
public class Reports(Other.Limiter limiter)
{
    public async Task WriteAsync()
    {
        using (await limiter.EnterAsync())
        {
            _ = {|DLK0108:PrintAsync()|};
        }
    }

    private static Task PrintAsync() => Task.Delay(1);
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
