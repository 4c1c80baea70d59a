//: editorconfig distributedlock.handle_types = Nodes.IReleaser, Missing.Type
namespace Shop
{
    public class Cache(Nodes.AsyncMutex mutex)
    {
        private readonly Dictionary<string, string> _values = new();

        public async Task<string> GetAsync(string name)
        {
            await using (await mutex.EnterAsync())
            {
                return _values.TryGetValue(name, out var value) ? value : _values[name] = name;
            }
        }
    }
}

namespace Nodes
{
    public interface IReleaser : IAsyncDisposable;

    public sealed class AsyncMutex
    {
        private readonly SemaphoreSlim _semaphore = new(1);

        public async Task<IReleaser> EnterAsync()
        {
            await _semaphore.WaitAsync();
            return new Releaser(_semaphore);
        }

        private sealed class Releaser(SemaphoreSlim semaphore) : IReleaser
        {
            public ValueTask DisposeAsync()
            {
                semaphore.Release();
                return default;
            }
        }
    }
}
