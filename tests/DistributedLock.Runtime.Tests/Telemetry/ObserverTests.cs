using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Telemetry;

public sealed class ObserverTests
{
    private const int Limit = 30_000;

    private static readonly LockDefinition Definition = new("invoice-{tenantId}", "Shop.Invoices.CreateAsync");

    private readonly LeaseBench _bench = new();
    private readonly ObserverRecord _observer = new();
    private readonly IDistributedLockProvider _provider;

    public ObserverTests() => _provider = Observe(_bench.Provider, _observer);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LockRequest Request => Definition.CreateRequest("invoice-acme") with { Timeout = TimeSpan.Zero };

    [Fact(Timeout = Limit)]
    public async Task Life_of_a_lock_is_told_in_order()
    {
        var handle = await _provider.AcquireAsync(Request, Stop);
        _bench.Pass(10);
        await handle.DisposeAsync();

        var events = await _observer.WaitForAsync(3, Stop);
        Assert.Equal([LockEventKind.Acquired, LockEventKind.Renewed, LockEventKind.Released], _observer.Kinds);
        Assert.All(events, lockEvent => Assert.Equal(("fake", "invoice-{tenantId}", (LockKey)"invoice-acme"), (lockEvent.Provider, lockEvent.Template, lockEvent.Key)));
        Assert.All(events, lockEvent => Assert.Equal(handle.FencingToken, lockEvent.FencingToken));
        Assert.Equal([TimeSpan.Zero, null, TimeSpan.FromSeconds(10)], events.Select(static lockEvent => lockEvent.Duration));
    }

    [Fact(Timeout = Limit)]
    public async Task Acquisitions_that_get_no_lock_are_told_with_their_reason()
    {
        await using var rival = await LeaseBench.TakeAsync(_bench.Create(), Request);
        Assert.Null(await _provider.TryAcquireAsync(Request, Stop));
        using var canceled = new CancellationTokenSource();
        var wait = _provider.TryAcquireAsync(Request with { Timeout = Timeout.InfiniteTimeSpan }, canceled.Token).AsTask();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        _bench.Store.BeforeTry = static (_, _) => throw new LockBackendException("down");
        var thrown = await Assert.ThrowsAsync<LockBackendException>(async () => await _provider.TryAcquireAsync(Request, Stop));

        var events = await _observer.WaitForAsync(3, Stop);
        Assert.Equal([LockEventKind.Contended, LockEventKind.Canceled, LockEventKind.Failed], _observer.Kinds);
        Assert.Same(thrown, events[2].Exception);
    }

    [Fact(Timeout = Limit)]
    public async Task Loss_is_told_once_and_its_release_not_at_all()
    {
        var handle = await _provider.AcquireAsync(Request, Stop);
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        _bench.Pass(10);
        _bench.Pass(10);
        await handle.DisposeAsync();
        await ((IAsyncDisposable)_provider).DisposeAsync();

        Assert.Equal(LockEventKind.Acquired, _observer.Kinds[0]);
        Assert.Equal(LockEventKind.Lost, _observer.Kinds[^1]);
        Assert.All(_observer.Kinds.Skip(1).SkipLast(1), static kind => Assert.Equal(LockEventKind.RenewalFailed, kind));
        Assert.Equal((LockLossReason.NotRenewed, TimeSpan.FromSeconds(20)), (_observer.Events[^1].LossReason, _observer.Events[^1].Duration));
    }

    [Fact(Timeout = Limit)]
    public async Task Release_that_the_store_does_not_acknowledge_is_told_as_failed()
    {
        var handle = await _provider.AcquireAsync(Request, Stop);
        var failure = new LockBackendException("cut");
        _bench.Store.BeforeRelease = _ => throw failure;
        await handle.DisposeAsync();

        var events = await _observer.WaitForAsync(2, Stop);
        Assert.Equal((LockEventKind.ReleaseFailed, (Exception)failure), (events[1].Kind, events[1].Exception));
    }

    [Fact(Timeout = Limit)]
    public async Task Handle_of_another_kind_is_followed_too()
    {
        var foreign = new ForeignProvider();
        var provider = Observe(foreign, _observer);
        var handle = await provider.AcquireAsync(Request, Stop);
        foreign.Handles[0].Lose();
        await _observer.WaitForAsync(2, Stop);
        await using var other = await provider.AcquireAsync(Request with { Key = "other" }, Stop);
        await handle.DisposeAsync();

        await _observer.WaitForAsync(3, Stop);
        Assert.Equal([LockEventKind.Acquired, LockEventKind.Lost, LockEventKind.Acquired], _observer.Kinds);
    }

    [Fact(Timeout = Limit)]
    public async Task Failure_of_one_harms_nobody()
    {
        var other = new ObserverRecord();
        var provider = Observe(_bench.Create(), _observer, other);
        _observer.OnEvent = static _ => throw new InvalidOperationException("mine");

        await (await provider.AcquireAsync(Request, Stop)).DisposeAsync();

        await other.WaitForAsync(2, Stop);
        Assert.Equal([LockEventKind.Acquired, LockEventKind.Released], other.Kinds);
        Assert.Equal(other.Kinds, _observer.Kinds);
        Assert.Contains(_bench.Log.Entries, static entry => entry is { Id: 17, Level: LogLevel.Warning, Exception.Message: "mine" });
    }

    [Fact(Timeout = Limit)]
    public async Task Observer_that_waits_keeps_no_lock_waiting_and_the_disposal_waits_for_it()
    {
        var goOn = new TaskCompletionSource();
        _observer.OnEvent = _ => goOn.Task.Wait(Stop);

        await (await _provider.AcquireAsync(Request, Stop)).DisposeAsync();
        await using (await _provider.AcquireAsync(Request, Stop))
        {
        }

        await _observer.WaitForAsync(1, Stop);
        Assert.Single(_observer.Events);
        goOn.SetResult();
        await ((IAsyncDisposable)_provider).DisposeAsync();
        Assert.Equal(4, _observer.Events.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task Observers_of_the_container_and_of_the_registration_are_told()
    {
        var registered = new ObserverRecord();
        var services = new ServiceCollection();
        services.AddSingleton<ILockObserver>(registered);
        services.AddDistributedLock(locks => locks.UseInMemory().ConfigureTelemetry(telemetry => telemetry.Observers.Add(_observer)));
        await using (var container = services.BuildServiceProvider())
        {
            await using (await container.GetRequiredService<IDistributedLockProvider>().AcquireAsync("k", cancellationToken: Stop))
            {
            }
        }

        Assert.Equal([LockEventKind.Acquired, LockEventKind.Released], registered.Kinds);
        Assert.Equal(registered.Kinds, _observer.Kinds);
    }

    [Fact(Timeout = Limit)]
    public async Task Observer_may_need_the_locks_it_observes()
    {
        var services = new ServiceCollection();
        services.AddDistributedLock(static locks => locks.UseInMemory());
        services.AddSingleton<ILockObserver, NeedingObserver>();
        await using var container = services.BuildServiceProvider();
        var locks = container.GetRequiredService<IDistributedLockProvider>();

        await using (await locks.AcquireAsync("k", cancellationToken: Stop))
        {
        }

        await ((IAsyncDisposable)locks).DisposeAsync();
        Assert.Equal(2, container.GetServices<ILockObserver>().OfType<NeedingObserver>().Single().Events);
    }

    [Fact(Timeout = Limit)]
    public async Task Another_name_for_a_provider_is_told_once()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILockObserver>(_observer);
        services.AddDistributedLock(static locks => locks.UseInMemory());
        services.AddDistributedLock("reports", static locks => locks.Use(static container => container.GetRequiredService<IDistributedLockProvider>()));
        await using (var container = services.BuildServiceProvider())
        {
            await using (await container.GetRequiredKeyedService<IDistributedLockProvider>("reports").AcquireAsync("k", cancellationToken: Stop))
            {
            }
        }

        Assert.Equal([LockEventKind.Acquired, LockEventKind.Released], _observer.Kinds);
        Assert.Throws<ArgumentException>("provider", () => _provider.WithTelemetry());
    }

    [Fact(Timeout = Limit)]
    public async Task Loss_that_the_body_sees_first_is_told_all_the_same()
    {
        for (var i = 0; i < 200; i++)
        {
            var handle = (DistributedLockHandle)await _provider.AcquireAsync(Request, Stop);
            _bench.Server.DropAll();
            var passing = Task.Run(() => _bench.Pass(10), Stop);
            while (!handle.IsLost)
            {
                Stop.ThrowIfCancellationRequested();
            }

            await handle.DisposeAsync();
            await passing;
        }

        await ((IAsyncDisposable)_provider).DisposeAsync();
        Assert.DoesNotContain(LockEventKind.Released, _observer.Kinds);
        Assert.Equal(200, _observer.Events.Count(static lockEvent => lockEvent is { Kind: LockEventKind.Lost, Duration: not null }));
    }

    [Fact(Timeout = Limit)]
    public async Task Renewal_that_crosses_the_release_is_no_event()
    {
        var goOn = new TaskCompletionSource();
        var handle = await _provider.AcquireAsync(Request, Stop);
        _bench.Store.BeforeRenewal = () => goOn.Task;
        _bench.Pass(10);
        await handle.DisposeAsync();
        goOn.SetResult();
        await ((IAsyncDisposable)_provider).DisposeAsync();

        Assert.Equal([LockEventKind.Acquired, LockEventKind.Released], _observer.Kinds);
    }

    private sealed class NeedingObserver(IDistributedLockProvider locks) : ILockObserver
    {
        private int _events;

        public int Events => Volatile.Read(ref _events);

        public void OnLockEvent(LockEvent lockEvent)
        {
            Assert.NotNull(locks);
            Interlocked.Increment(ref _events);
        }
    }

    private static IDistributedLockProvider Observe(IDistributedLockProvider provider, params ObserverRecord[] observers)
    {
        var options = new LockTelemetryOptions();
        foreach (var observer in observers)
        {
            options.Observers.Add(observer);
        }

        return provider.WithTelemetry(options);
    }
}
