using System.Text.RegularExpressions;
using DistributedLock.SqlServer.TestEndpoint;
using DistributedLock.SqlServer.TestEndpoint.Statements;
using DistributedLock.TestServers;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Doctor;
using Npgsql;

namespace DistributedLock.Tool.Tests.Doctor;

public sealed class DoctorTests
{
    private const int Limit = 120_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Redis_that_is_fit_passes_every_check()
    {
        await using var store = await TestStore.OpenAsync(TestStore.Redis);

        var run = (await store.RunAsync("doctor")).EndsWith(ExitCode.Done);

        AssertChecks(
            run, ["connect", "log in", "version", "rights", "lock", "inspection", "round trip", "wake-up", "clock", "role", "eviction", "durability"]);
        AssertLeftNothing(await store.RunAsync("list"));
    }

    [Fact(Timeout = Limit)]
    public async Task Postgres_that_is_fit_passes_every_check()
    {
        await using var store = await TestStore.OpenAsync(TestStore.PostgresLeases);

        var run = (await store.RunAsync("doctor", "--create")).EndsWith(ExitCode.Done);

        AssertChecks(run, ["connect", "log in", "version", "role", "pooler", "rights", "lock", "inspection", "round trip", "wake-up", "clock", "fencing"]);
        AssertLeftNothing(await store.RunAsync("list"));
    }

    [Fact(Timeout = Limit)]
    public async Task Postgres_advisory_locks_have_checks_of_their_own()
    {
        await using var store = await TestStore.OpenAsync(TestStore.PostgresAdvisory);

        var run = (await store.RunAsync("doctor", "--create")).EndsWith(ExitCode.Done);

        AssertChecks(run, ["connect", "log in", "version", "role", "pooler", "rights", "lock", "inspection", "round trip", "wake-up", "clock", "fencing", "keep-alive", "room"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Directory_that_is_fit_passes_every_check()
    {
        await using var store = await TestStore.OpenAsync(TestStore.Files);

        var run = (await store.RunAsync("doctor")).EndsWith(ExitCode.Done);

        AssertChecks(run, ["directory", "rights", "locking", "lock", "inspection", "round trip", "wake-up", "clock", "file system", "space"]);
    }

    [Fact(Timeout = Limit)]
    public async Task SqlServer_is_checked_as_far_as_the_endpoint_goes()
    {
        await using var store = await TestStore.OpenAsync(TestStore.SqlServerLeases);

        var run = await store.RunAsync("doctor", "--json");

        run.EndsWith(ExitCode.Done);
        Assert.Equal("ok", run.Json["result"]!.GetValue<string>());
        Assert.Contains(run.Json["checks"]!.AsArray(), static check => check!["check"]!.GetValue<string>() == "lock" && check["result"]!.GetValue<string>() == "ok");
    }

    [Fact(Timeout = Limit)]
    public async Task SqlServer_right_that_is_missing_is_named()
    {
        await using var endpoint = SqlServerEndpoint.Start();
        endpoint.HandleBatch(new Regex("HAS_PERMS_BY_NAME"), static (_, _) => Task.FromResult(StatementAnswer.Row(("", 0))));

        var run = (await DistlockTool.RunHereAsync("doctor", "--sqlserver", endpoint.ConnectionString)).EndsWith(ExitCode.CheckFailed);

        Assert.Contains("the user lacks EXECUTE on [dbo].[DistributedLock_Acquire]", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Redis_that_evicts_is_a_warning()
    {
        await using var server = await RedisServer.StartAsync(new() { Settings = ["maxmemory 100mb", "maxmemory-policy allkeys-lru"] }, Stop);

        var run = (await DistlockTool.RunAsync("doctor", "--redis", server.ConnectionString)).EndsWith(ExitCode.Warning);

        var eviction = Assert.Single(run.Rows, static row => row["CHECK"] == "eviction");
        Assert.Equal("warning", eviction["RESULT"]);
        Assert.Contains("allkeys-lru", eviction["DETAIL"], StringComparison.Ordinal);
        Assert.Contains("noeviction", eviction["ADVICE"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Redis_that_is_a_replica_fails_and_says_so()
    {
        await using var master = await RedisServer.StartAsync(new(), Stop);
        await using var replica = await RedisServer.StartAsync(new() { ReplicaOf = master }, Stop);

        var run = (await DistlockTool.RunAsync("doctor", "--redis", replica.ConnectionString, "--timeout", "10")).EndsWith(ExitCode.CheckFailed);

        Assert.Contains("replica", run.Rows[^1]["DETAIL"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Redis_without_subscriptions_is_a_warning_that_names_the_right()
    {
        await using var server = await RedisServer.StartAsync(
            new() { Settings = ["user default on nopass ~* &* +@all -subscribe -psubscribe"] }, Stop);

        var run = (await DistlockTool.RunAsync("doctor", "--redis", server.ConnectionString)).EndsWith(ExitCode.Warning);

        Assert.Contains("+subscribe", Assert.Single(run.Rows, static row => row["CHECK"] == "wake-up")["ADVICE"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Redis_right_that_is_missing_fails_with_what_to_grant()
    {
        await using var server = await RedisServer.StartAsync(new() { Settings = ["user default on nopass ~* &* +@all -zadd"] }, Stop);

        var run = (await DistlockTool.RunAsync("doctor", "--redis", server.ConnectionString)).EndsWith(ExitCode.CheckFailed);

        Assert.Equal(("failed", "rights"), (run.Rows[^1]["RESULT"], run.Rows[^1]["CHECK"]));
        Assert.Contains("grant the commands", run.Rows[^1]["DETAIL"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Wrong_password_is_a_failed_login_and_not_a_failed_connection()
    {
        await using var server = await PostgresServer.StartAsync(new(), Stop);
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "wrong" }.ConnectionString;

        var run = (await DistlockTool.RunAsync("doctor", "--postgres", wrong)).EndsWith(ExitCode.CheckFailed);

        Assert.Equal(["ok", "failed"], run.Rows.Select(static row => row["RESULT"]));
        Assert.Equal(["connect", "log in"], run.Rows.Select(static row => row["CHECK"]));
    }

    [Theory(Timeout = Limit)]
    [InlineData("--redis", "127.0.0.1:1,connectTimeout=500")]
    [InlineData("--postgres", "Host=127.0.0.1;Port=1;Username=u;Database=d")]
    [InlineData("--sqlserver", "Server=tcp:127.0.0.1,1;Database=d;User ID=u;Password=p1p2p3;Connect Timeout=2;Encrypt=false")]
    public async Task Server_that_is_down_is_one_failed_check(string option, string place)
    {
        var run = (await DistlockTool.RunHereAsync("doctor", option, place, "--timeout", "20")).EndsWith(ExitCode.CheckFailed);

        var check = Assert.Single(run.Rows);
        Assert.Equal(("failed", "connect"), (check["RESULT"], check["CHECK"]));
    }

    [Fact(Timeout = Limit)]
    public async Task Postgres_objects_are_created_only_when_asked_for()
    {
        await using var server = await PostgresServer.StartAsync(new(), Stop);

        var looked = (await DistlockTool.RunAsync("doctor", "--postgres", server.ConnectionString)).EndsWith(ExitCode.Warning);
        Assert.Equal(0L, await CountObjectsAsync(server.ConnectionString));
        var list = (await DistlockTool.RunAsync("list", "--postgres", server.ConnectionString)).EndsWith(ExitCode.BackendFailed);
        Assert.Equal(0L, await CountObjectsAsync(server.ConnectionString));
        (await DistlockTool.RunAsync("doctor", "--create", "--postgres", server.ConnectionString)).EndsWith(ExitCode.Done);
        (await DistlockTool.RunAsync("doctor", "--postgres", server.ConnectionString)).EndsWith(ExitCode.Done);

        Assert.Contains("--create", looked.Rows[^1]["ADVICE"], StringComparison.Ordinal);
        Assert.Contains("--strategy advisory", list.Error, StringComparison.Ordinal);
        Assert.Equal(2L, await CountObjectsAsync(server.ConnectionString));
    }

    [Fact(Timeout = Limit)]
    public async Task Postgres_right_that_is_missing_comes_with_its_grant()
    {
        await using var server = await PostgresServer.StartAsync(new(), Stop);
        (await DistlockTool.RunAsync("doctor", "--create", "--postgres", server.ConnectionString)).EndsWith(ExitCode.Done);
        await ExecuteAsync(
            server.ConnectionString, "create role shop login password 'shop-password'; grant usage on sequence distributedlock_fencing to shop; grant select on distributedlock_leases to shop");
        var shop = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "shop", Password = "shop-password" }.ConnectionString;

        var run = (await DistlockTool.RunAsync("doctor", "--postgres", shop)).EndsWith(ExitCode.CheckFailed);

        Assert.Equal(("failed", "rights"), (run.Rows[^1]["RESULT"], run.Rows[^1]["CHECK"]));
        Assert.Contains("grant select, insert, update, delete on public.distributedlock_leases to", run.Rows[^1]["ADVICE"], StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Postgres_that_is_read_only_fails()
    {
        await using var server = await PostgresServer.StartAsync(new() { ReadOnly = true }, Stop);

        var run = (await DistlockTool.RunAsync("doctor", "--postgres", server.ConnectionString)).EndsWith(ExitCode.CheckFailed);

        Assert.Equal(("failed", "role"), (run.Rows[^1]["RESULT"], run.Rows[^1]["CHECK"]));
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData("Shop:")]
    public async Task Directory_has_no_more_files_afterwards(string keyPrefix)
    {
        var folder = Directory.CreateTempSubdirectory("distlock-").FullName;
        File.WriteAllText(Path.Combine(folder, "invoice-7.lock"), "");

        (await DistlockTool.RunHereAsync("doctor", "--directory", folder, "--key-prefix", keyPrefix)).EndsWith(ExitCode.Done);

        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(["invoice-7.lock"], files);
    }

    [Fact(Timeout = Limit)]
    public async Task Directory_without_locking_fails()
    {
        var folder = Directory.CreateTempSubdirectory("distlock-").FullName;

        var run = await DistlockTool.RunAsync(new Dictionary<string, string> { ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1" }, "", "doctor", "--directory", folder);

        Directory.Delete(folder, recursive: true);
        run.EndsWith(ExitCode.CheckFailed);
        Assert.Equal(("failed", "locking"), (run.Rows[^1]["RESULT"], run.Rows[^1]["CHECK"]));
        Assert.Contains("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", run.Rows[^1]["DETAIL"], StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(DriveType.Network, "unknown", "Warning")]
    [InlineData(DriveType.Unknown, "nfs4", "Warning")]
    [InlineData(DriveType.Fixed, "ext4", "Ok")]
    [InlineData(DriveType.Fixed, "overlayfs", "Ok")]
    public void Network_file_system_is_a_warning(DriveType type, string format, string expected) =>
        Assert.Equal(expected, DirectoryChecks.FileSystemOf(type, format).Outcome.ToString());

    [Fact(Timeout = Limit)]
    public async Task Person_sees_numbers_and_what_to_do()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"distlock-{Guid.NewGuid():n}");

        var run = (await DistlockTool.RunForPersonAsync("", "doctor", "--directory", folder)).EndsWith(ExitCode.CheckFailed);

        Assert.Contains(" 1. failed", run.Output, StringComparison.Ordinal);
        Assert.Contains("--create", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Lock files: failed", run.Output, StringComparison.Ordinal);
    }

    private static void AssertChecks(ToolRun run, string[] names)
    {
        Assert.Equal(names, run.Rows.Select(static row => row["CHECK"]));
        Assert.Equal(Enumerable.Range(1, names.Length).Select(static number => $"{number}"), run.Rows.Select(static row => row["NUMBER"]));
        Assert.All(run.Rows, static row => Assert.Equal("ok", row["RESULT"]));
    }

    private static void AssertLeftNothing(ToolRun list) => Assert.Empty(list.Rows);

    private static async Task<object?> CountObjectsAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand("select count(*) from pg_class where relname in ('distributedlock_leases', 'distributedlock_fencing')", connection);
        return await command.ExecuteScalarAsync(Stop);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
