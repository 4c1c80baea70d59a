public sealed class Device(IDistributedLockProvider locks) : IDisposable
{
    private IDistributedLockHandle? _handle;

    public void Open(string serial)
    {
        _handle?.Dispose();
        _handle = locks.Acquire($"device-{serial}");
    }

    public void Close()
    {
        Interlocked.Exchange(ref _handle, null)?.Dispose();
    }

    public void Dispose() => Close();
}
