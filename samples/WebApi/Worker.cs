using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WebApi;

/// <summary>The process of the background service: on another machine, in real life.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync()
    {
        if (LockStore.OfThisProcess() is not { } store)
        {
            await Console.Error.WriteLineAsync("A worker expects a lock store. Start it through WebApi itself.");
            return 2;
        }

        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(_ => store.Open());
        builder.Services.AddSingleton<ParentLines>();
        builder.Services.AddSingleton<ReportJob>();
        builder.Services.AddHostedService<ReportService>();
        await builder.Build().RunAsync();
        return 0;
    }

    public static void Say(string words)
    {
        Console.Out.WriteLine(words);
        Console.Out.Flush();
    }
}
