using DistributedLock.Sessions;

namespace DistributedLock.FileSystem;

/// <summary>A registration of <see cref="WaiterFiles"/>, and the watch that belongs to it.</summary>
internal sealed class WaiterIntent(FileStream? registration, IDisposable? watch) : ISessionIntent
{
    public void Dispose()
    {
        watch?.Dispose();
        registration?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
