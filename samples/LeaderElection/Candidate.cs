using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Samples.LeaderElection;

/// <summary>One process that takes part: an ordinary host with a service that works only while its process leads.</summary>
internal static class Candidate
{
    public static async Task<int> RunAsync()
    {
        if (LockStore.OfThisProcess() is not { } store)
        {
            await Console.Error.WriteLineAsync("A candidate expects a lock store. Start it through LeaderElection itself.");
            return 2;
        }

        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddDistributedLock(locks => locks.Use(_ => store.Open()));
        builder.Services.AddLeaderElection("outbox", election => election.Lease = TimeSpan.FromSeconds(3));
        builder.Services.AddHostedService<Outbox>();
        using var host = builder.Build();

        using var stop = new CancellationTokenSource();
        var parent = EndOfInput.CancelAsync(stop);
        Say("is a candidate");
        await host.StartAsync(stop.Token);
        await parent;

        // As Ctrl+C or a rolling update would: the term ends when its work has, and another process leads at once.
        await host.StopAsync();
        return 0;
    }

    /// <summary>Tells the parent.</summary>
    public static void Say(string words)
    {
        Console.Out.WriteLine(words);
        Console.Out.Flush();
    }
}
