//: editorconfig distributedlock.handle_types = Other.Lease
public class Reports(Other.Mutex mutex)
{
    public async Task WriteAsync()
    {
        using ({|DLK0104:mutex.LockAsync()|})
        {
            await Task.Delay(1);
        }
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

    public class Mutex
    {
        public Task<Lease> LockAsync() => Task.FromResult(new Lease());
    }
}
