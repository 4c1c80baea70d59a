using DistributedLock.SqlServer.TestEndpoint;
using DistributedLock.TestServers;
using DistributedLock.Tool.CommandLine;

namespace DistributedLock.Tool.Tests.Inspection;

/// <summary>A password is in no output, whether it lets in or not.</summary>
public sealed class PasswordTests
{
    private const int Limit = 120_000;
    private const string Right = "Right-Secret-4711";
    private const string Wrong = "Wrong-Secret-0815";

    private static readonly string[][] Commands =
    [
        ["list", "--verbose"],
        ["list", "--json", "--verbose"],
        ["show", "k", "--verbose"],
        ["release", "k", "--yes", "--verbose"],
        ["watch", "--count", "1", "--json", "--verbose"],
        ["doctor", "--verbose"],
        ["doctor", "--json"],
    ];

    [Fact(Timeout = Limit)]
    public async Task Redis_password_is_not_shown()
    {
        await using var server = await RedisServer.StartAsync(new() { Password = Right }, TestContext.Current.CancellationToken);

        await TryAllAsync("--redis", password => $"127.0.0.1:{server.Port},password={password}", "DISTLOCK_REDIS");
    }

    [Fact(Timeout = Limit)]
    public async Task Postgres_password_is_not_shown()
    {
        await using var server = await PostgresServer.StartAsync(new() { Password = Right }, TestContext.Current.CancellationToken);

        await TryAllAsync(
            "--postgres",
            password => $"Host=127.0.0.1;Port={server.Port};Username=postgres;Password={password};Database=postgres;Include Error Detail=true;Persist Security Info=true",
            "DISTLOCK_POSTGRES");
    }

    [Fact(Timeout = Limit)]
    public async Task SqlServer_password_is_not_shown()
    {
        await using var endpoint = SqlServerEndpoint.Start(new SqlServerEndpointOptions { Password = Right });

        await TryAllAsync("--sqlserver", password => endpoint.ConnectionString.Replace(Right, password, StringComparison.Ordinal) + ";Persist Security Info=true", "DISTLOCK_SQLSERVER");
    }

    private static async Task TryAllAsync(string option, Func<string, string> connection, string variable)
    {
        foreach (var command in Commands)
        {
            var refused = await DistlockTool.RunHereAsync([.. command, option, connection(Wrong), "--timeout", "20"]);
            Assert.NotEqual(ExitCode.Done, refused.ExitCode);
            Assert.DoesNotContain(Wrong, refused.All, StringComparison.Ordinal);
            Assert.Contains("refused", refused.All, StringComparison.Ordinal);

            var accepted = await DistlockTool.RunHereAsync([.. command, option, connection(Right)]);
            Assert.DoesNotContain(Right, accepted.All, StringComparison.Ordinal);
            Assert.DoesNotContain("refused the login", accepted.All, StringComparison.Ordinal);
        }

        var byVariable = await DistlockTool.RunAsync(new Dictionary<string, string> { [variable] = connection(Wrong) }, "", "list", "--verbose");
        byVariable.EndsWith(ExitCode.BackendFailed);
        Assert.DoesNotContain(Wrong, byVariable.All, StringComparison.Ordinal);
    }
}
