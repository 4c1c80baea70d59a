using DistributedLock.Hangfire.Tests.Jobs;
using Hangfire;
using Hangfire.States;

namespace DistributedLock.Hangfire.Tests;

/// <summary>Jobs of a class with the attribute.</summary>
public sealed class JobClassTests : IDisposable
{
    private const int Limit = 30_000;

    private readonly InMemoryLockProvider _locks = new();
    private readonly HangfireServer _server;

    public JobClassTests() => _server = new HangfireServer(_locks);

    public void Dispose()
    {
        _server.Dispose();
        _locks.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Job_runs_under_the_lock_that_its_arguments_name_and_gives_it_back()
    {
        bool? isFreeMeanwhile = null;
        _server.Probe.Body = (_, _) => isFreeMeanwhile = _locks.IsFree("report-acme");
        var job = _server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<SucceededState>(_server.Worker[job].State);
        Assert.Equal(["acme"], _server.Probe.Runs);
        Assert.False(isFreeMeanwhile);
        Assert.True(_locks.IsFree("report-acme"));
    }

    [Fact(Timeout = Limit)]
    public async Task Contended_job_is_deleted_with_the_reason_and_no_attempt_is_counted()
    {
        using var elsewhere = _locks.HoldElsewhere("report-acme");
        var job = _server.Worker.Enqueue<TenantReports>(reports => reports.BuildAsync(7, "acme"));
        var other = _server.Worker.Enqueue<TenantReports>(reports => reports.BuildAsync("globex"));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        var deleted = Assert.IsType<DeletedState>(_server.Worker[job].State);
        Assert.Equal("The lock is held elsewhere: report-{tenantId}", deleted.Reason);
        Assert.Empty(_server.Worker[job].Parameters);
        Assert.DoesNotContain(_server.Worker[job].History, static state => state is FailedState);
        Assert.Equal("globex", Assert.IsType<SucceededState>(_server.Worker[other].State).Result);
        Assert.Equal(["globex"], _server.Probe.Runs);
    }

    [Fact(Timeout = Limit)]
    public async Task Rescheduled_job_runs_when_its_time_has_come_and_no_attempt_is_counted()
    {
        var tenant = Guid.Parse("0d8c2e4a-3c7e-4a6e-9a51-6f0f4d9f3b11");
        var elsewhere = _locks.HoldElsewhere($"import-{tenant:N}-20260131");
        var before = DateTime.UtcNow;
        var job = _server.Worker.Enqueue<NightlyImport>(import => import.Import(new ImportRequest(tenant), new DateOnly(2026, 1, 31)));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);
        var scheduled = Assert.IsType<ScheduledState>(_server.Worker[job].State);
        elsewhere.Dispose();
        _server.Worker.EnqueueDue(scheduled.EnqueueAt);
        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.InRange(scheduled.EnqueueAt - before, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
        Assert.IsType<SucceededState>(_server.Worker[job].State);
        Assert.Empty(_server.Worker[job].Parameters);
        Assert.Equal([tenant.ToString()], _server.Probe.Runs);
    }

    [Fact(Timeout = Limit)]
    public async Task Contended_job_that_is_to_throw_fails_and_is_retried()
    {
        using var elsewhere = _locks.HoldElsewhere("report-globex");
        var job = _server.Worker.Enqueue<StrictCleanUp>(cleanUp => cleanUp.Run(new[] { "acme", "globex" }));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<ScheduledState>(_server.Worker[job].State);
        Assert.Equal(1, _server.Worker[job].Parameters["RetryCount"]);
        Assert.Contains(_server.Worker[job].History, static state => state is FailedState { Exception: LockNotAcquiredException });
        Assert.Empty(_server.Probe.Runs);
        Assert.True(_locks.IsFree("clean-up"));
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_is_given_back_when_the_job_throws_and_the_job_keeps_its_own_exception()
    {
        _server.Probe.Body = static (_, _) => throw new InvalidOperationException("body");
        var job = _server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.Contains(_server.Worker[job].History, static state => state is FailedState { Exception: InvalidOperationException { Message: "body" } });
        Assert.True(_locks.IsFree("report-acme"));
    }

    [Fact(Timeout = Limit)]
    public async Task Job_that_takes_its_own_lock_again_fails_instead_of_waiting_for_itself()
    {
        _server.Probe.Body = (_, _) =>
        {
            using var again = _locks.Acquire("report-acme");
        };
        var job = _server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.Contains(_server.Worker[job].History, static state => state is FailedState { Exception: LockReentrancyException });
    }

    [Fact(Timeout = Limit)]
    public async Task Null_in_the_key_fails_the_job_with_the_name_of_the_placeholder()
    {
        var job = _server.Worker.Enqueue<TenantReports>(reports => reports.Build(null!, default));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        var failed = Assert.Single(_server.Worker[job].History.OfType<FailedState>());
        Assert.Equal("tenantId", Assert.IsType<ArgumentException>(failed.Exception, exactMatch: false).ParamName);
        Assert.Empty(_server.Probe.Runs);
    }

    [Fact(Timeout = Limit)]
    public async Task Job_that_was_enqueued_by_an_interface_has_the_lock_of_the_class()
    {
        var tenant = Guid.NewGuid();
        using var elsewhere = _locks.HoldElsewhere($"import-{tenant:N}-20260131");
        var job = _server.Worker.Enqueue<INightlyImport>(import => import.Import(new ImportRequest(tenant), new DateOnly(2026, 1, 31)));

        await Task.Run(() => _server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<ScheduledState>(_server.Worker[job].State);
        Assert.Empty(_server.Probe.Runs);
    }
}
