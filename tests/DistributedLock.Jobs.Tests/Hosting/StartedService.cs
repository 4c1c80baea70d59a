using Microsoft.Extensions.Hosting;

namespace DistributedLock.Jobs.Tests.Hosting;

internal sealed class StartedService : IHostedService
{
    public bool IsStarted { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        IsStarted = true;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
