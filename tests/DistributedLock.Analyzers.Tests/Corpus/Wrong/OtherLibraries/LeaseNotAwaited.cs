//: editorconfig distributedlock.handle_types = Other.Lease
public class Reports(Other.Limiter limiter)
{
    public void Write()
    {
        {|DLK0101:limiter.EnterAsync()|};
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
