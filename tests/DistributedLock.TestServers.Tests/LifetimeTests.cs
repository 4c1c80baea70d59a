using System.Diagnostics;
using System.Globalization;

namespace DistributedLock.TestServers.Tests;

/// <summary>Nothing outlives its test.</summary>
public sealed class LifetimeTests : ServerTest
{
    [Fact(Timeout = Limit)]
    public async Task Disposed_servers_leave_neither_process_nor_folder()
    {
        TestServer[] servers = [await StartRedisAsync(), await StartPostgresAsync()];
        int[] processes = [.. servers.SelectMany(server => server.ProcessIds)];
        servers[0].Freeze();

        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        Assert.DoesNotContain(processes, ProcessTable.IsAlive);
        Assert.DoesNotContain(servers, server => Directory.Exists(server.Folder));
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_test_process_leaves_neither_process_nor_folder(bool withItsGroup)
    {
        using var worker = StartWorker();
        var words = (await worker.StandardOutput.ReadLineAsync(Stop) ?? throw new EndOfStreamException("The worker said nothing.")).Split(' ');
        var (folders, processes) = (words[..2], words[2..].Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray());
        Assert.All(processes, id => Assert.True(ProcessTable.IsAlive(id)));

        using var kill = Process.Start("kill", ["-KILL", "--", FormattableString.Invariant($"{(withItsGroup ? "-" : "")}{worker.Id}")]);
        await kill.WaitForExitAsync(Stop);

        await Eventually.IsTrueAsync(() => !processes.Any(ProcessTable.IsAlive), "the servers are gone", Stop);
        await Eventually.IsTrueAsync(() => !folders.Any(Directory.Exists), "their folders are gone", Stop);
    }

    [Fact(Timeout = Limit)]
    public async Task Shared_servers_answer()
    {
        var address = (await SharedServers.RedisAsync()).Split(',')[0].Split(':');
        var redis = await TalkAsync(int.Parse(address[1], CultureInfo.InvariantCulture));
        var postgres = await OpenAsync(await SharedServers.PostgresAsync());

        Assert.Equal("+PONG", await redis.AskAsync("PING", Stop));
        Assert.Equal(1, await AskAsync(postgres, "select 1"));
    }

    private static Process StartWorker()
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "DistributedLock.TestServers.Worker.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}
