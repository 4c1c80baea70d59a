using DistributedLock.Jobs.Tests.Scaffolding;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz;

/// <summary>One process of an application, as far as Quartz is concerned: a container, a scheduler with its store in memory, and a lock provider.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Machine(ServiceProvider services, IScheduler scheduler, JobRuns runs)
    {
        _services = services;
        Scheduler = scheduler;
        Runs = runs;
    }

    public IScheduler Scheduler { get; }

    public JobRuns Runs { get; }

    public static async Task<Machine> StartAsync(IDistributedLockProvider locks, JobProbe probe, int workers = 10, bool start = true)
    {
        var runs = new JobRuns();
        var registrations = new ServiceCollection();
        registrations.AddLogging();
        registrations.AddSingleton(locks);
        registrations.AddSingleton(probe);
        registrations.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(static options => options.InstanceName = $"machine-{Guid.NewGuid():n}");
            quartz.UseDefaultThreadPool(workers);
            quartz.UseInMemoryStore(static store => store.MisfireThreshold = TimeSpan.FromSeconds(1));
            quartz.AddJobListener(runs, []);
        });

        // Locks and probe are the test's: the container would not dispose instances that it was given.
        var services = registrations.BuildServiceProvider();
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        if (start)
        {
            await scheduler.Start();
        }

        return new Machine(services, scheduler, runs);
    }

    /// <summary>Has a job run once, now, as a job that goes with its trigger.</summary>
    public async Task<JobKey> FireAsync<TJob>(params (string Key, object Value)[] data)
        where TJob : IJob
    {
        var job = JobBuilder.Create<TJob>().WithIdentity($"job-{Guid.NewGuid():n}").Build();
        var trigger = TriggerBuilder.Create().StartNow();
        foreach (var (key, value) in data)
        {
            trigger.UsingJobData(key, value);
        }

        await Scheduler.ScheduleJob(job, trigger.Build());
        return job.Key;
    }

    /// <summary>Has a job run once, and waits for its end. Nothing else may run on this machine.</summary>
    public async Task<JobRun> RunAsync<TJob>(CancellationToken cancellationToken, params (string Key, object Value)[] data)
        where TJob : IJob
    {
        await FireAsync<TJob>(data);
        return await Runs.NextAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Scheduler.Shutdown(waitForJobsToComplete: true);
        await _services.DisposeAsync();
    }
}
