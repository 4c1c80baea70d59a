//: editorconfig distributedlock.handle_types = Limits.Lease
namespace Shop
{
    public class Client(Limits.Limiter limiter)
    {
        public async Task CallAsync(CancellationToken cancellationToken)
        {
            using var lease = await limiter.AcquireAsync(1, cancellationToken);
            if (lease.IsAcquired)
            {
                await Task.Delay(1, cancellationToken);
            }
        }
    }
}

namespace Limits
{
    public abstract class Lease : IDisposable
    {
        public abstract bool IsAcquired { get; }

        public void Dispose() => GC.SuppressFinalize(this);
    }

    public abstract class Limiter
    {
        public abstract ValueTask<Lease> AcquireAsync(int permits, CancellationToken cancellationToken);
    }
}
