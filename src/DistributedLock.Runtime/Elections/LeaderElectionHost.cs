using DistributedLock.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Elections;

/// <summary>Starts a registered election with the application, and stops it as soon as the application begins to stop.</summary>
/// <remarks>Somebody's own <see cref="ILeaderElection"/> under the same name, as tests of an application may register it, is left alone.</remarks>
internal sealed class LeaderElectionHost(ILeaderElection registered, IHostApplicationLifetime? lifetime, ILogger logger) : IHostedService
{
    private readonly LeaderElection? _election = registered as LeaderElection;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not in the order of the services: a web server that is drained first would keep the leadership, of which nothing comes any more.
        if (_election is { } election)
        {
            lifetime?.ApplicationStopping.Register(static election => ((LeaderElection)election!).BeginStop(), election);
            election.Start();
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_election is not { } election)
        {
            return;
        }

        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        try
        {
            // If the process dies here, as it may soon, the lock ends with its lease or session.
            await election.StopAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            ElectionLog.StopSlow(logger, election.Name, clock.GetElapsedTime(start).TotalSeconds);
        }
    }
}
