namespace DistributedLock.TestServers;

/// <summary>The state of one direction, for all connections of a proxy.</summary>
internal sealed class ProxyLine
{
    private readonly object _changing = new();
    private long _bytes;
    private long _delay;
    private volatile bool _dropping;
    private volatile TaskCompletionSource? _held;

    /// <summary>How many bytes were handed on.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delay));
        set => Interlocked.Exchange(ref _delay, value.Ticks);
    }

    public bool Dropping => _dropping;

    public void Drop() => _dropping = true;

    /// <summary>Keeps everything back until <see cref="Heal"/>.</summary>
    public void Hold()
    {
        lock (_changing)
        {
            _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Heal()
    {
        lock (_changing)
        {
            _dropping = false;
            Delay = TimeSpan.Zero;
            _held?.SetResult();
            _held = null;
        }
    }

    /// <summary>Waits as long as the line is held.</summary>
    public async ValueTask PassAsync(CancellationToken cancellationToken)
    {
        while (_held is { } held)
        {
            await held.Task.WaitAsync(cancellationToken);
        }
    }

    public void Count(int bytes) => Interlocked.Add(ref _bytes, bytes);
}
