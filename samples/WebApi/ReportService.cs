using Microsoft.Extensions.Hosting;

namespace WebApi;

/// <summary>The background service. A tick is a line of the parent's that names a tenant.</summary>
internal sealed class ReportService(ReportJob job, ParentLines parent, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Worker.Say("is ready");
        while (await parent.NextAsync() is { } tenant)
        {
            var result = await job.GenerateAsync(tenant, stoppingToken);
            Worker.Say(result.Ran ? $"ends {tenant}" : $"skips {tenant}");
        }

        lifetime.StopApplication();
    }
}
