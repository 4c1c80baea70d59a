using DistributedLock.Hangfire.Tests.Jobs;
using Hangfire;
using Hangfire.States;

namespace DistributedLock.Hangfire.Tests;

/// <summary>Jobs whose methods have the lock: what the filter makes of their exception.</summary>
public sealed class MethodLockTests : IDisposable
{
    private const int Limit = 30_000;

    private readonly InMemoryLockProvider _locks = new();
    private readonly HangfireServer _server;

    public MethodLockTests() => _server = new HangfireServer(_locks);

    public void Dispose()
    {
        _server.Dispose();
        _locks.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Method_that_says_reschedule_is_run_again_later_and_no_attempt_is_counted()
    {
        using var elsewhere = _locks.HoldElsewhere("invoice-acme");
        var before = DateTime.UtcNow;
        var job = _server.Worker.Enqueue<Invoices>(invoices => invoices.CreateAsync("acme", default));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);
        var scheduled = Assert.IsType<ScheduledState>(_server.Worker[job].State);
        elsewhere.Dispose();
        _server.Worker.EnqueueDue(scheduled.EnqueueAt);
        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.InRange(scheduled.EnqueueAt - before, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(50));
        Assert.StartsWith("The lock is held elsewhere: invoice-{", scheduled.Reason, StringComparison.Ordinal);
        Assert.IsType<SucceededState>(_server.Worker[job].State);
        Assert.Empty(_server.Worker[job].Parameters);
    }

    [Fact(Timeout = Limit)]
    public async Task Method_that_does_not_say_reschedule_fails_and_is_retried()
    {
        using var elsewhere = _locks.HoldElsewhere("invoice-acme");
        var job = _server.Worker.Enqueue<Invoices>(invoices => invoices.Send("acme"));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<ScheduledState>(_server.Worker[job].State);
        Assert.Equal(1, _server.Worker[job].Parameters["RetryCount"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Free_method_runs_with_the_token_of_the_worker()
    {
        using var shutdown = new CancellationTokenSource();
        _server.Probe.Body = (_, token) =>
        {
            shutdown.Cancel();
            token.ThrowIfCancellationRequested();
        };
        var job = _server.Worker.Enqueue<Invoices>(invoices => invoices.CreateAsync("acme", default));

        await Task.Run(() => _server.Worker.Work(shutdown.Token), TestContext.Current.CancellationToken);

        Assert.IsType<EnqueuedState>(_server.Worker[job].State);
        Assert.True(_locks.IsFree("invoice-acme"));
    }
}
