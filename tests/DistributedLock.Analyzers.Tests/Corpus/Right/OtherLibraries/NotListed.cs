public class Client(Other.Limiter limiter)
{
    public async Task CallAsync()
    {
        var lease = await limiter.EnterAsync();
        await Task.Delay(lease.GetHashCode() & 1);
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
