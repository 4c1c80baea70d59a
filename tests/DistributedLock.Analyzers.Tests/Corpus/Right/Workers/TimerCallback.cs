public sealed class Poller : IDisposable
{
    private readonly IDistributedLockProvider _locks;
    private readonly Timer _timer;

    public Poller(IDistributedLockProvider locks)
    {
        _locks = locks;
        _timer = new Timer(_ => Poll(), null, 0, 1000);
    }

    public void Dispose() => _timer.Dispose();

    private void Poll()
    {
        using var handle = _locks.TryAcquire("poll");
        if (handle is null)
        {
            return;
        }

        Console.WriteLine("polling");
    }
}
