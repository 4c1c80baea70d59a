namespace DistributedLock.Runtime.Tests.Fakes;

/// <summary>A handle whose release, extension and watch do what a test says.</summary>
internal sealed class FakeHandle(RecordingProvider provider, LockRequest request, long? fencingToken = null)
    : DistributedLockHandle(provider, request, provider.TimeProvider.GetUtcNow(), fencingToken)
{
    private int _releases;

    public Func<ValueTask<bool>> Release { get; set; } = static () => new ValueTask<bool>(true);

    public Func<bool> Extend { get; set; } = static () => true;

    public Action Watch { get; set; } = static () => { };

    public DateTimeOffset? Expiry { get; set; }

    public override DateTimeOffset? ExpiresAt => Expiry;

    public int Releases => Volatile.Read(ref _releases);

    protected override ValueTask<bool> ReleaseCoreAsync()
    {
        Interlocked.Increment(ref _releases);
        provider.Record("-" + Key);
        return Release();
    }

    protected override bool ReleaseCore() => ReleaseCoreAsync().AsTask().GetAwaiter().GetResult();

    protected override void OnLostTokenRequested() => Watch();

    protected override ValueTask<bool> ExtendCoreAsync(TimeSpan lease, CancellationToken cancellationToken) => new(Extend());
}
