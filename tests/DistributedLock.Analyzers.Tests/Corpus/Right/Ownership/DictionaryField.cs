public sealed class Sessions(IDistributedLockProvider locks) : IAsyncDisposable
{
    private readonly Dictionary<string, IDistributedLockHandle> _held = new(StringComparer.Ordinal);

    public async Task<bool> EnterAsync(string room)
    {
        if (_held.ContainsKey(room))
        {
            return true;
        }

        if (await locks.TryAcquireAsync($"room-{room}") is { } handle)
        {
            _held[room] = handle;
            return true;
        }

        return false;
    }

    public async Task LeaveAsync(string room)
    {
        if (_held.Remove(room, out var handle))
        {
            await handle.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var handle in _held.Values)
        {
            await handle.DisposeAsync();
        }
    }
}
