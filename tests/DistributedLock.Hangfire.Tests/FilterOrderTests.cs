using DistributedLock.Hangfire.Tests.Filters;
using DistributedLock.Hangfire.Tests.Jobs;
using Hangfire;
using Hangfire.States;

namespace DistributedLock.Hangfire.Tests;

/// <summary>The filter among others, and the ends that a job can come to.</summary>
public sealed class FilterOrderTests : IDisposable
{
    private const int Limit = 30_000;

    private readonly InMemoryLockProvider _locks = new();

    public void Dispose() => _locks.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Filter_further_in_that_throws_leaves_no_lock()
    {
        using var server = new HangfireServer(_locks, null, new OtherFilter { Order = 15, Performing = static _ => throw new InvalidOperationException("filter") });
        var job = server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.Contains(server.Worker[job].History, static state => state is FailedState { Exception: InvalidOperationException { Message: "filter" } });
        Assert.Empty(server.Probe.Runs);
        Assert.True(_locks.IsFree("report-acme"));
    }

    [Fact(Timeout = Limit)]
    public async Task Filter_further_in_that_cancels_leaves_no_lock_and_the_state_that_it_wants()
    {
        using var server = new HangfireServer(_locks, null, new OtherFilter { Order = 15, Performing = static context => context.Canceled = true });
        var job = server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<SucceededState>(server.Worker[job].State);
        Assert.True(_locks.IsFree("report-acme"));
    }

    [Fact(Timeout = Limit)]
    public async Task Filter_further_out_that_cancels_keeps_the_lock_from_being_taken()
    {
        using var server = new HangfireServer(_locks, null, new OtherFilter { Order = 5, Performing = static context => context.Canceled = true });
        using var elsewhere = _locks.HoldElsewhere("report-acme");
        var job = server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<SucceededState>(server.Worker[job].State);
    }

    [Fact(Timeout = Limit)]
    public async Task Skipped_job_is_no_error_to_filters_that_report_errors()
    {
        var filter = new OtherFilter { Order = 5 };
        using var server = new HangfireServer(_locks, null, filter);
        using var elsewhere = _locks.HoldElsewhere("report-acme");
        var job = server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<DeletedState>(server.Worker[job].State);
        Assert.Empty(filter.Errors);
    }

    [Fact(Timeout = Limit)]
    public async Task State_that_the_storage_refuses_at_first_is_elected_again()
    {
        using var server = new HangfireServer(_locks);
        using var elsewhere = _locks.HoldElsewhere("report-acme");
        server.Worker.RefusedChanges = 2;
        var job = server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<DeletedState>(server.Worker[job].State);
    }

    [Fact(Timeout = Limit)]
    public async Task Lost_lock_turns_success_into_failure_and_the_job_is_retried()
    {
        using var server = new HangfireServer(_locks);
        server.Probe.Body = (_, _) => _locks.Dispose();
        var job = server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.Equal(["acme"], server.Probe.Runs);
        Assert.Contains(server.Worker[job].History, static state => state is FailedState { Exception: LockLostException });
        Assert.Equal(1, server.Worker[job].Parameters["RetryCount"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Shutdown_while_the_job_waits_for_its_lock_gives_the_job_back_to_the_queue()
    {
        using var server = new HangfireServer(_locks);
        using var elsewhere = _locks.HoldElsewhere("patient");
        using var shutdown = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var job = server.Worker.Enqueue<PatientJob>(patient => patient.Run());

        await Task.Run(() => server.Worker.Work(shutdown.Token), TestContext.Current.CancellationToken);

        Assert.IsType<EnqueuedState>(server.Worker[job].State);
        Assert.Empty(server.Probe.Runs);
    }

    [Fact(Timeout = Limit)]
    public async Task Filter_that_is_installed_twice_takes_the_lock_once()
    {
        using var server = new HangfireServer(_locks, null, HangfireServer.NewFilter(_locks));
        var job = server.Worker.Enqueue<TenantReports>(reports => reports.Build("acme", default));

        await Task.Run(() => server.Worker.Work(), TestContext.Current.CancellationToken);

        Assert.IsType<SucceededState>(server.Worker[job].State);
        Assert.Equal(["acme"], server.Probe.Runs);
    }
}
