using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StartupMigration;

/// <summary>One replica of the application: an ordinary host that seeds at its start.</summary>
internal static class Replica
{
    /// <summary>The arguments of a replica's process.</summary>
    public static IEnumerable<string> Arguments(string name, string directory) => ["replica", name, directory];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [_, var name, var directory])
        {
            await Console.Error.WriteLineAsync("A replica expects its name and the database's directory. Start it through StartupMigration itself.");
            return 2;
        }

        var log = new ReplicaLog(name);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(_ => LockStore.OfThisProcess()?.Open() ?? new NoLocks());
        builder.Services.AddSingleton(new ShopDatabase(directory));
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<ShopSeeder>();
        builder.Services.AddHostedService<SeedingAtStart>();
        using var host = builder.Build();

        log.Say("ready");
        if (!await EndOfInput.WaitForGoAsync())
        {
            return 0;
        }

        using var stop = new CancellationTokenSource();
        var parent = EndOfInput.CancelAsync(stop);
        await host.StartAsync(stop.Token);
        log.Say("serving");
        await parent;
        await host.StopAsync();
        return 0;
    }
}
