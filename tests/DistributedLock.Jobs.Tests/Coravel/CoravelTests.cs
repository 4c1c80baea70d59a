using Coravel.MiniWorker;
using DistributedLock.Jobs.Tests.Coravel.Jobs;
using DistributedLock.Jobs.Tests.Scaffolding;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Jobs.Tests.Coravel;

/// <summary>Jobs of the framework's contract, run by a worker in the framework's order.</summary>
public sealed class CoravelTests : IAsyncDisposable
{
    private const int Limit = 60_000;

    private readonly JobProbe _probe = new();
    private readonly List<Exception> _errors = [];
    private readonly InMemoryLockProvider _locks = new();
    private readonly List<ServiceProvider> _machines = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Queued_job_locks_by_its_payload_and_is_skipped_while_another_machine_holds_the_lock()
    {
        var (first, second) = (NewQueue(_locks), NewQueue(_locks));
        var gate = new Gate();
        _probe.Body = gate.PassAsync;
        first.QueueInvocableWithPayload<ImportJob, ImportRequest>(new ImportRequest("a", 1));
        var running = first.ConsumeAsync();
        await gate.Entered.WaitAsync(Stop);

        second.QueueInvocableWithPayload<ImportJob, ImportRequest>(new ImportRequest("a", 2));
        await second.ConsumeAsync().WaitAsync(Stop);
        _probe.Body = static _ => Task.CompletedTask;
        second.QueueInvocableWithPayload<ImportJob, ImportRequest>(new ImportRequest("b", 3));
        await second.ConsumeAsync().WaitAsync(Stop);
        gate.Open();
        await running.WaitAsync(Stop);

        Assert.Equal(["import a 1", "import b 3"], _probe.Ran);
        Assert.Empty(_errors);
    }

    [Fact(Timeout = Limit)]
    public async Task Payload_that_is_missing_fails_the_job_and_is_named()
    {
        var queue = NewQueue(_locks);
        queue.QueueInvocable<ImportJob>();

        await queue.ConsumeAsync().WaitAsync(Stop);

        Assert.Contains("'{Payload.TenantId}'", Assert.IsType<ArgumentException>(Assert.Single(_errors)).Message, StringComparison.Ordinal);
        Assert.Empty(_probe.Ran);
    }

    [Fact(Timeout = Limit)]
    public async Task Job_that_is_to_throw_fails_when_it_is_kept_out()
    {
        // The worker runs its jobs in the test's own flow.
        await using var held = await _locks.AcquireAsync(new LockRequest("export") { TrackFlow = false }, Stop);
        var queue = NewQueue(_locks);
        queue.QueueInvocable<ExportJob>();

        await queue.ConsumeAsync().WaitAsync(Stop);

        Assert.Equal("export", Assert.IsType<LockNotAcquiredException>(Assert.Single(_errors)).Template);
    }

    [Fact(Timeout = Limit)]
    public async Task Loss_fires_the_token_that_the_body_asks_for()
    {
        var losable = new LosableProvider();
        var queue = NewQueue(losable);
        _probe.Body = async token =>
        {
            losable.Last.Lose();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        queue.QueueInvocable<ExportJob>();

        await queue.ConsumeAsync().WaitAsync(Stop);

        Assert.IsType<LockLostException>(Assert.Single(_errors));
    }

    [Theory(Timeout = Limit)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Token_property_that_throws_keeps_no_lock(int settings, bool ran)
    {
        await using var locks = new InMemoryLockProvider();
        var job = new ThrowingTokenJob(locks, settings);

        await Assert.ThrowsAsync<InvalidOperationException>(((global::Coravel.Invocable.IInvocable)job).Invoke);

        Assert.Equal(ran, job.Ran);
        await using var isFree = await locks.AcquireAsync("throwing", TimeSpan.Zero, Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Loss_fires_the_token_of_a_cancellable_job()
    {
        var losable = new LosableProvider();
        using var stopping = new CancellationTokenSource();
        _probe.Body = async token =>
        {
            Assert.False(stopping.IsCancellationRequested);
            losable.Last.Lose();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };

        await NewScheduler<CleanUpJob>(losable).TickAsync(stopping.Token).WaitAsync(Stop);

        Assert.IsType<LockLostException>(Assert.Single(_errors));
    }

    [Fact(Timeout = Limit)]
    public async Task Stop_of_the_application_ends_a_wait()
    {
        await using var held = await _locks.AcquireAsync(new LockRequest("clean-up") { TrackFlow = false }, Stop);
        using var stopping = new CancellationTokenSource();
        var tick = NewScheduler<CleanUpJob>(_locks).TickAsync(stopping.Token);

        await stopping.CancelAsync();
        await tick.WaitAsync(Stop);

        Assert.IsType<OperationCanceledException>(Assert.Single(_errors), exactMatch: false);
        Assert.Empty(_probe.Ran);
    }

    [Fact(Timeout = Limit)]
    public async Task Stop_of_the_application_ends_a_body_and_releases_the_lock()
    {
        using var stopping = new CancellationTokenSource();
        var gate = new Gate();
        _probe.Body = gate.PassAsync;
        var tick = NewScheduler<CleanUpJob>(_locks).TickAsync(stopping.Token);
        await gate.Entered.WaitAsync(Stop);

        await stopping.CancelAsync();
        await tick.WaitAsync(Stop);

        Assert.IsType<OperationCanceledException>(Assert.Single(_errors), exactMatch: false);
        await using var isFree = await _locks.AcquireAsync("clean-up", TimeSpan.Zero, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var machine in _machines)
        {
            await machine.DisposeAsync();
        }

        await _locks.DisposeAsync();
    }

    private MiniQueue NewQueue(IDistributedLockProvider locks)
    {
        var queue = new MiniQueue(NewMachine(locks));
        queue.OnError(Note);
        return queue;
    }

    private MiniScheduler NewScheduler<TJob>(IDistributedLockProvider locks)
        where TJob : global::Coravel.Invocable.IInvocable
    {
        var scheduler = new MiniScheduler(NewMachine(locks));
        scheduler.OnError(Note);
        scheduler.Schedule<TJob>().EverySecond();
        return scheduler;
    }

    private void Note(Exception error)
    {
        lock (_errors)
        {
            _errors.Add(error);
        }
    }

    private IServiceScopeFactory NewMachine(IDistributedLockProvider locks)
    {
        var services = new ServiceCollection();
        services.AddSingleton(locks);
        services.AddSingleton(_probe);
        services.AddTransient<ImportJob>();
        services.AddTransient<CleanUpJob>();
        services.AddTransient<ExportJob>();
        _machines.Add(services.BuildServiceProvider());
        return _machines[^1].GetRequiredService<IServiceScopeFactory>();
    }
}
