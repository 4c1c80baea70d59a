using DistributedLock.Jobs.Tests.Scaffolding;

namespace DistributedLock.Jobs.Tests.Quartz;

/// <summary>Machines that share what they lock, and are stopped after the test.</summary>
public abstract class QuartzTest : IAsyncLifetime
{
    /// <summary>Ends a test that takes too long.</summary>
    protected const int Limit = 60_000;

    private readonly List<IAsyncDisposable> _owned = [];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected JobProbe Probe { get; } = new();

    public virtual ValueTask InitializeAsync() => default;

    public virtual async ValueTask DisposeAsync()
    {
        _owned.Reverse();
        foreach (var owned in _owned)
        {
            await owned.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected T Own<T>(T disposable)
        where T : IAsyncDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    private protected async Task<Machine> StartAsync(IDistributedLockProvider locks, int workers = 10, bool start = true) =>
        Own(await Machine.StartAsync(locks, Probe, workers, start));

    private protected InMemoryLockProvider NewLocks() => Own(new InMemoryLockProvider());
}
