using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace QuartzJobs;

/// <summary>One process of the application: on a machine of its own, in real life. It has a scheduler that knows nothing of the others.</summary>
internal static class Machine
{
    public static async Task<int> RunAsync()
    {
        if (LockStore.OfThisProcess() is not { } store)
        {
            await Console.Error.WriteLineAsync("A machine expects a lock store. Start it through QuartzJobs itself.");
            return 2;
        }

        var log = new TickLog();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(_ => store.Open());
        builder.Services.AddSingleton(log);
        builder.Services.AddQuartz(static quartz => quartz.UseInMemoryStore());
        builder.Services.AddQuartzHostedService(static options => options.WaitForJobsToComplete = true);
        using var host = builder.Build();
        await host.StartAsync();

        log.Ready();
        if (await EndOfInput.WaitForGoAsync())
        {
            var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
            var everySecond = TriggerBuilder.Create().WithCronSchedule("* * * * * ?").Build();
            await scheduler.ScheduleJob(JobBuilder.Create<ReportJob>().WithIdentity("report").Build(), everySecond);

            using var stop = new CancellationTokenSource();
            await EndOfInput.CancelAsync(stop);
        }

        await host.StopAsync();
        return 0;
    }
}
