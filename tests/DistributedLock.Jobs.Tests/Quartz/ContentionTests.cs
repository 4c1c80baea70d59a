using DistributedLock.Jobs.Tests.Quartz.Jobs;
using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz;

/// <summary>What a job does while its lock is free, and while somebody else has it.</summary>
public sealed class ContentionTests : QuartzTest
{
    [Fact(Timeout = Limit)]
    public async Task Job_whose_lock_is_free_runs_under_it()
    {
        var locks = NewLocks();
        var machine = await StartAsync(locks);
        IDistributedLockHandle? beside = null;
        Probe.Body = async token => beside = await locks.TryAcquireAsync(new LockRequest("tenant-7") { TrackFlow = false }, token);

        var run = await machine.RunAsync<TenantJob>(Stop, ("tenantId", 7));

        Assert.Equal((ExecutionOutcome.Succeeded, null, 1), (run.Outcome, run.Reported, Probe.Ran.Count));
        Assert.Null(beside);
        await using var isFree = await locks.AcquireAsync("tenant-7", TimeSpan.Zero, Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Body_that_takes_the_job_s_lock_again_is_told_at_once()
    {
        var locks = NewLocks();
        var machine = await StartAsync(locks);
        Probe.Body = async token =>
        {
            await using var again = await locks.AcquireAsync("tenant-a", TimeSpan.FromMinutes(5), token);
        };

        var run = await machine.RunAsync<TenantJob>(Stop, ("tenantId", "a"));

        Assert.IsType<LockReentrancyException>(run.Failure!.GetBaseException());
    }

    [Fact(Timeout = Limit)]
    public async Task Job_whose_lock_another_machine_holds_is_skipped_and_says_so()
    {
        var locks = NewLocks();
        var (first, second) = (await StartAsync(locks), await StartAsync(locks));
        var gate = new Gate();
        Probe.Body = gate.PassAsync;
        await first.FireAsync<TenantJob>(("tenantId", "a"));
        await gate.Entered.WaitAsync(Stop);

        var run = await second.RunAsync<TenantJob>(Stop, ("tenantId", "a"));

        Assert.Equal((ExecutionOutcome.Succeeded, JobRunResult.Skipped, 1), (run.Outcome, run.Reported, Probe.Ran.Count));
        Assert.Equal("The lock is held elsewhere: tenant-{MergedJobDataMap[tenantId]}", run.Summary);
        gate.Open();
        Assert.False((await first.Runs.NextAsync(Stop)).WasSkipped);
    }

    [Fact(Timeout = Limit)]
    public async Task Jobs_of_different_tenants_run_at_the_same_time()
    {
        var machine = await StartAsync(NewLocks());
        var gates = new[] { new Gate(), new Gate() };
        var next = 0;
        Probe.Body = token => gates[Interlocked.Increment(ref next) - 1].PassAsync(token);

        await machine.FireAsync<TenantJob>(("tenantId", "a"));
        await machine.FireAsync<TenantJob>(("tenantId", "b"));

        await Task.WhenAll(gates.Select(static gate => gate.Entered)).WaitAsync(Stop);
        Array.ForEach(gates, static gate => gate.Open());
    }

    [Fact(Timeout = Limit)]
    public async Task All_workers_run_other_jobs_while_the_lock_of_many_is_held()
    {
        const int workers = 3;
        var locks = NewLocks();
        await using var held = await locks.AcquireAsync("tenant-a", TimeSpan.Zero, Stop);
        var machine = await StartAsync(locks, workers);
        for (var count = 0; count < 4 * workers; count++)
        {
            await machine.FireAsync<TenantJob>(("tenantId", "a"));
        }

        var gates = Enumerable.Range(0, workers).Select(static _ => new Gate()).ToArray();
        var next = 0;
        Probe.Body = token => gates[Interlocked.Increment(ref next) - 1].PassAsync(token);
        var others = new List<JobKey>();
        foreach (var tenant in Enumerable.Range(0, workers))
        {
            others.Add(await machine.FireAsync<TenantJob>(("tenantId", tenant)));
        }

        await Task.WhenAll(gates.Select(static gate => gate.Entered)).WaitAsync(Stop);

        // As many as there are workers, and none of them is one that was kept out.
        var running = await machine.Scheduler.QueryFireInstances(new FireInstanceQuery(), Stop);
        Assert.Equal(workers, (await machine.Scheduler.GetMetadata(Stop)).LocalExecutingJobs);
        Assert.Equal(others.ToHashSet(), running.Items.Select(static instance => instance.JobKey!).ToHashSet());
        Array.ForEach(gates, static gate => gate.Open());
    }

    [Fact(Timeout = Limit)]
    public async Task Job_that_is_to_throw_fails_in_Quartz_s_own_exception_and_is_not_fired_again()
    {
        var locks = NewLocks();
        var machine = await StartAsync(locks);
        await using var held = await locks.AcquireAsync("strict", TimeSpan.Zero, Stop);

        var run = await machine.RunAsync<StrictJob>(Stop);

        Assert.Equal(ExecutionOutcome.Failed, run.Outcome);
        Assert.False(run.Failure!.RefireImmediately);
        var inner = Assert.IsType<LockNotAcquiredException>(run.Failure.InnerException);
        Assert.Equal("strict", inner.Template);
        Assert.Empty(Probe.Ran);
    }

    [Fact(Timeout = Limit)]
    public async Task Job_that_comes_again_later_keeps_its_data_and_its_job()
    {
        var locks = NewLocks();
        var machine = await StartAsync(locks);
        var held = await locks.AcquireAsync("later-a", TimeSpan.Zero, Stop);

        var first = await machine.RunAsync<LaterJob>(Stop, ("tenantId", "a"), ("page", 3));
        var second = await machine.Runs.NextAsync(Stop);
        await held.DisposeAsync();
        var last = second;
        while (last.WasSkipped)
        {
            last = await machine.Runs.NextAsync(Stop);
        }

        Assert.True(first.WasSkipped);
        Assert.EndsWith("; runs again later", first.Summary, StringComparison.Ordinal);
        Assert.Equal((first.Job, first.Job), (second.Job, last.Job));
        Assert.NotEqual(first.Trigger, second.Trigger);
        Assert.Equal(["later a 3"], Probe.Ran);

        // Nothing fires it any more, so the job, which is not durable, is gone.
        Assert.False(await machine.Scheduler.Exists(first.Job, Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Job_comes_again_when_its_configuration_says()
    {
        var locks = NewLocks();
        var configured = locks.WithTimes(static times => times.Lock("later-<MergedJobDataMap[tenantId]>").RescheduleAfter = TimeSpan.FromHours(1));
        var machine = await StartAsync(configured);
        await using var held = await locks.AcquireAsync("later-a", TimeSpan.Zero, Stop);

        var run = await machine.RunAsync<LaterJob>(Stop, ("tenantId", "a"), ("page", 3));

        var triggers = await machine.Scheduler.QueryTriggers(new TriggerQuery(), Stop);
        var start = Assert.Single(triggers.Items).StartTimeUtc;
        Assert.True(run.WasSkipped);
        Assert.InRange(start, DateTimeOffset.UtcNow.AddMinutes(55), DateTimeOffset.UtcNow.AddMinutes(61));
    }

    [Fact(Timeout = Limit)]
    public async Task Fallback_runs_in_the_place_of_a_job_that_came_too_late_for_its_tick()
    {
        var locks = NewLocks();
        var (first, second) = (await StartAsync(locks), await StartAsync(locks));

        await first.RunAsync<TickJob>(Stop);
        var late = await second.RunAsync<TickJob>(Stop);

        Assert.Equal(ExecutionOutcome.Succeeded, late.Outcome);
        Assert.Equal(["tick Exclusive", "late"], Probe.Ran);
    }

    [Fact(Timeout = Limit)]
    public async Task Our_lock_goes_beside_DisallowConcurrentExecution()
    {
        var locks = NewLocks();
        var machine = await StartAsync(locks);
        var job = JobBuilder.Create<AloneJob>().StoreDurably().Build();
        await machine.Scheduler.AddJob(job, cancellationToken: Stop);
        var gate = new Gate();
        Probe.Body = gate.PassAsync;

        // Quartz keeps the second firing back until the first has ended; were it let in, it would throw.
        await machine.Scheduler.TriggerJob(job.Key, cancellationToken: Stop);
        await gate.Entered.WaitAsync(Stop);
        await machine.Scheduler.TriggerJob(job.Key, cancellationToken: Stop);
        gate.Open();
        var runs = new[] { await machine.Runs.NextAsync(Stop), await machine.Runs.NextAsync(Stop) };
        Assert.All(runs, static run => Assert.Equal(ExecutionOutcome.Succeeded, run.Outcome));

        // Another machine's store knows nothing of this job: that is what our lock is for.
        await using var elsewhere = await locks.AcquireAsync("alone", TimeSpan.Zero, Stop);
        await machine.Scheduler.TriggerJob(job.Key, cancellationToken: Stop);
        Assert.IsType<LockNotAcquiredException>((await machine.Runs.NextAsync(Stop)).Failure!.InnerException);
    }

    [Fact(Timeout = Limit)]
    public async Task Job_that_missed_its_time_runs_under_the_lock_when_the_scheduler_comes_back()
    {
        var machine = await StartAsync(NewLocks(), start: false);
        var job = JobBuilder.Create<TenantJob>().UsingJobData("tenantId", "a").Build();
        var trigger = TriggerBuilder.Create().StartAt(DateTimeOffset.UtcNow.AddMinutes(-5)).WithSchedule(SimpleScheduleBuilder.Create()).Build();
        await machine.Scheduler.ScheduleJob(job, trigger, cancellationToken: Stop);

        await machine.Scheduler.Start(Stop);

        var run = await machine.Runs.NextAsync(Stop);
        Assert.Equal((ExecutionOutcome.Succeeded, null, 1), (run.Outcome, run.Reported, Probe.Ran.Count));
    }
}
