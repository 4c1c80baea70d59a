using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using DistributedLock.TestServers;
using DistributedLock.Tool.CommandLine;

namespace DistributedLock.Tool.Tests.Inspection;

public sealed class WatchTests
{
    private const int Interrupt = 2; // SIGINT
    private const nint DefaultHandler = 0; // SIG_DFL
    private const int Limit = 120_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData(TestStore.Redis)]
    [InlineData(TestStore.PostgresLeases)]
    [InlineData(TestStore.Files)]
    public async Task Count_ends_it_after_so_many_looks(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        var run = (await store.RunAsync("watch", "invoice-", "--count", "2", "--interval", "0.2", "--json")).EndsWith(ExitCode.Done);

        Assert.Equal(2, run.Lines.Length);
        Assert.All(run.Lines, static line =>
        {
            var look = JsonNode.Parse(line)!;
            Assert.Equal("invoice-7", Assert.Single(look["locks"]!.AsArray())!["key"]!.GetValue<string>());
            Assert.Null(look["error"]);
            Assert.EndsWith("Z", look["at"]!.GetValue<string>(), StringComparison.Ordinal);
        });
    }

    [Fact(Timeout = Limit)]
    public async Task Columns_are_a_block_for_each_look()
    {
        await using var store = await TestStore.OpenAsync(TestStore.Redis);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        var run = (await store.RunAsync("watch", "--count", "1")).EndsWith(ExitCode.Done);

        Assert.Matches(@"^# \d{4}-\S+Z 1 held$", run.Lines[0]);
        Assert.StartsWith("KEY\tMODE\t", run.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("invoice-7\texclusive\t", run.Lines[2], StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Person_sees_a_table()
    {
        await using var store = await TestStore.OpenAsync(TestStore.Redis);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        var run = (await DistlockTool.RunForPersonAsync("", store.Command("watch", "--count", "2", "--interval", "0.2"))).EndsWith(ExitCode.Done);

        Assert.Contains("invoice-7", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 held", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Outage_is_shown_and_outlasted()
    {
        await using var server = await RedisServer.StartAsync(new() { Persistent = true }, Stop);
        using var watch = DistlockTool.Start(
            new Dictionary<string, string> { ["DISTLOCK_REDIS"] = $"{server.ConnectionString},connectTimeout=1000" }, "watch", "--json", "--interval", "0.2", "--timeout", "1");
        try
        {
            await LookAsync(watch, static look => look["locks"] is not null);
            server.Kill();
            var outage = await LookAsync(watch, static look => look["error"] is not null);
            await server.StartAgainAsync(Stop);
            await LookAsync(watch, static look => look["locks"] is not null);

            Assert.Null(outage["locks"]);
            Assert.False(watch.HasExited);
        }
        finally
        {
            watch.Kill();
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Interrupt_ends_it_well(string signal)
    {
        // A shell that runs tests in the background lets them ignore Ctrl+C, and children inherit that.
        SetHandler(Interrupt, DefaultHandler);
        await using var store = await TestStore.OpenAsync(TestStore.Redis);
        using var watch = DistlockTool.Start(new Dictionary<string, string>(), store.Command("watch", "--json", "--interval", "3600"));
        await LookAsync(watch, static look => look["locks"] is not null);

        using (var kill = Process.Start("kill", [$"-{signal}", $"{watch.Id}"]))
        {
            await kill.WaitForExitAsync(Stop);
        }

        await watch.WaitForExitAsync(Stop);
        Assert.Equal(ExitCode.Done, watch.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task Refusal_at_the_start_ends_it()
    {
        await using var server = await RedisServer.StartAsync(new() { Password = "right-password" }, Stop);

        var run = (await DistlockTool.RunAsync("watch", "--redis", $"127.0.0.1:{server.Port},password=wrong-password")).EndsWith(ExitCode.BackendFailed);

        Assert.Contains("refused the login", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Reads on until a look is as wanted; the test's limit bounds it.</summary>
    private static async Task<JsonNode> LookAsync(Process watch, Func<JsonNode, bool> isWanted)
    {
        while (await watch.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            if (JsonNode.Parse(line) is { } look && isWanted(look))
            {
                return look;
            }
        }

        throw new InvalidOperationException($"watch ended: {await watch.StandardError.ReadToEndAsync(Stop)}");
    }

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);
}
