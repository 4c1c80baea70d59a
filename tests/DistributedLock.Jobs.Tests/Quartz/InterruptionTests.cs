using DistributedLock.Jobs.Tests.Quartz.Jobs;
using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz;

/// <summary>Losing the lock, running too long, and being interrupted by somebody.</summary>
public sealed class InterruptionTests : QuartzTest
{
    private readonly TaskCompletionSource<CancellationToken> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InterruptionTests() => Probe.Body = async token =>
    {
        _entered.TrySetResult(token);
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
    };

    [Fact(Timeout = Limit)]
    public async Task Loss_cancels_the_body_and_fails_the_job()
    {
        var locks = new LosableProvider();
        var machine = await StartAsync(locks);
        await machine.FireAsync<TenantJob>(("tenantId", "a"));
        await _entered.Task.WaitAsync(Stop);

        locks.Last.Lose();

        var run = await machine.Runs.NextAsync(Stop);
        Assert.IsType<LockLostException>(run.Failure!.InnerException);
        Assert.Equal(ExecutionOutcome.Failed, run.Outcome);
    }

    [Fact(Timeout = Limit)]
    public async Task Loss_interrupts_the_firing_so_that_its_own_token_fires()
    {
        // This job takes no token, and watches its context's.
        var locks = new LosableProvider();
        var machine = await StartAsync(locks);
        await machine.FireAsync<StrictJob>();
        await _entered.Task.WaitAsync(Stop);

        locks.Last.Lose();

        Assert.IsType<LockLostException>((await machine.Runs.NextAsync(Stop)).Failure!.InnerException);
    }

    [Fact(Timeout = Limit)]
    public async Task Loss_that_the_body_did_not_notice_fails_the_job_at_its_end()
    {
        var locks = new LosableProvider();
        var machine = await StartAsync(locks);
        Probe.Body = _ =>
        {
            locks.Last.Lose();
            return Task.CompletedTask;
        };

        var run = await machine.RunAsync<TenantJob>(Stop, ("tenantId", "a"));

        Assert.IsType<LockLostException>(run.Failure!.InnerException);
    }

    [Fact(Timeout = Limit)]
    public async Task Another_exception_of_the_body_passes_a_loss_unchanged()
    {
        var locks = new LosableProvider();
        var machine = await StartAsync(locks);
        Probe.Body = _ =>
        {
            locks.Last.Lose();
            throw new TimeZoneNotFoundException("of the body");
        };

        var run = await machine.RunAsync<TenantJob>(Stop, ("tenantId", "a"));

        Assert.IsType<TimeZoneNotFoundException>(run.Failure!.GetBaseException());
    }

    [Fact(Timeout = Limit)]
    public async Task Job_that_holds_too_long_is_stopped()
    {
        var machine = await StartAsync(NewLocks());

        var run = await machine.RunAsync<WaitingJob>(Stop);

        Assert.IsType<LockHoldExceededException>(run.Failure!.InnerException);
    }

    [Fact(Timeout = Limit)]
    public async Task Interruption_by_an_operator_stays_one_and_releases_the_lock()
    {
        var locks = NewLocks();
        var machine = await StartAsync(locks);
        var job = await machine.FireAsync<TenantJob>(("tenantId", "a"));
        await _entered.Task.WaitAsync(Stop);

        await machine.Scheduler.Interrupt(job, Stop);

        var run = await machine.Runs.NextAsync(Stop);
        Assert.Equal(ExecutionOutcome.Cancelled, run.Outcome);
        await using var isFree = await locks.AcquireAsync("tenant-a", TimeSpan.Zero, Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Interruption_ends_a_wait_for_the_lock()
    {
        var locks = NewLocks();
        var machine = await StartAsync(locks);
        await using var held = await locks.AcquireAsync("waiting", TimeSpan.Zero, Stop);
        var job = await machine.FireAsync<WaitingJob>();
        while (!await machine.Scheduler.Interrupt(job, Stop))
        {
            await Task.Delay(5, Stop);
        }

        var run = await machine.Runs.NextAsync(Stop);

        Assert.Equal(ExecutionOutcome.Cancelled, run.Outcome);
        Assert.Empty(Probe.Ran);
    }
}
