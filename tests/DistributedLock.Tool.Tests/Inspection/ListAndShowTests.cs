using DistributedLock.Tool.CommandLine;

namespace DistributedLock.Tool.Tests.Inspection;

/// <summary>What the tool tells of locks that another process holds.</summary>
public sealed class ListAndShowTests
{
    private const int Limit = 120_000;

    public static TheoryData<string> Leases => [TestStore.Redis, TestStore.PostgresLeases, TestStore.SqlServerLeases];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Leases))]
    public async Task List_tells_who_holds_what(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var holder = await store.HoldAsync(
            TestStore.Request("invoice-7"),
            TestStore.Request("invoice-8") with { Mode = LockMode.Shared },
            TestStore.Request("export") with { MaxConcurrency = 3 });

        var rows = (await store.RunAsync("list")).EndsWith(ExitCode.Done).Rows;

        Assert.Equal(["export", "invoice-7", "invoice-8"], rows.Select(static row => row["KEY"]));
        Assert.Equal(["permit", "exclusive", "shared"], rows.Select(static row => row["MODE"]));
        Assert.All(rows, row =>
        {
            Assert.Equal("DistributedLock.Conformance.Worker", row["APPLICATION"]);
            Assert.Equal(Environment.MachineName, row["HOST"]);
            Assert.Matches(@"^\d+$", row["PROCESS_ID"]);
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", row["ACQUIRED_AT"]);
            Assert.InRange(double.Parse(row["REMAINING_SECONDS"], System.Globalization.CultureInfo.InvariantCulture), 30, 60);
            Assert.NotEqual("-", row["HOLD_ID"]);
        });
        Assert.Equal(holder.FencingTokens.Select(static token => $"{token}").Order(), rows.Select(static row => row["FENCING_TOKEN"]).Order());
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Leases))]
    public async Task List_by_prefix_leaves_the_others_out(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"), TestStore.Request("order-7"));

        var run = (await store.RunAsync("list", "invoice-", "--json")).EndsWith(ExitCode.Done);

        var held = Assert.Single(run.Json.AsArray())!;
        Assert.Equal("invoice-7", held["key"]!.GetValue<string>());
        Assert.Equal("exclusive", held["mode"]!.GetValue<string>());
        Assert.Equal(holder.FencingTokens[0], held["fencingToken"]!.GetValue<long>());
        Assert.InRange(held["remainingSeconds"]!.GetValue<double>(), 30, 60);
        Assert.Equal(
            ["key", "mode", "application", "processId", "host", "acquiredAt", "remainingSeconds", "fencingToken", "holdId", "metadata"],
            held.AsObject().Select(static property => property.Key));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Leases))]
    public async Task List_of_nothing_is_done(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        Assert.Empty((await store.RunAsync("list")).EndsWith(ExitCode.Done).Rows);
        Assert.Empty((await store.RunAsync("list", "--json")).EndsWith(ExitCode.Done).Json.AsArray());
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Leases))]
    public async Task Show_tells_one_key_and_by_its_exit_code_whether_it_is_held(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"), TestStore.Request("invoice-77"));

        var held = (await store.RunAsync("show", "invoice-7")).EndsWith(ExitCode.Done);
        var free = (await store.RunAsync("show", "invoice-8", "--json")).EndsWith(ExitCode.NothingThere);

        Assert.Equal("invoice-7", Assert.Single(held.Rows)["KEY"]);
        Assert.Empty(free.Json.AsArray());
        Assert.Contains("Nobody holds 'invoice-8'", free.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Key_cannot_write_to_the_terminal()
    {
        await using var store = await TestStore.OpenAsync(TestStore.Redis);
        await using var holder = await store.HoldAsync(TestStore.Request("a\u001b[2J\tb"));

        Assert.Equal("a\\u001b[2J\\u0009b", Assert.Single((await store.RunAsync("list")).Rows)["KEY"]);
        Assert.Equal("a\u001b[2J\tb", (await store.RunAsync("list", "--json")).Json[0]!["key"]!.GetValue<string>());
        Assert.DoesNotContain('\u001b', (await store.RunAsync("list", "--json")).Output);
    }

    [Fact(Timeout = Limit)]
    public async Task Person_sees_tables()
    {
        await using var store = await TestStore.OpenAsync(TestStore.Redis);
        await using var holder = await store.HoldAsync(TestStore.Request("[bold]"));

        var list = (await DistlockTool.RunForPersonAsync("", store.Command("list"))).EndsWith(ExitCode.Done);
        var show = (await DistlockTool.RunForPersonAsync("", store.Command("show", "[bold]"))).EndsWith(ExitCode.Done);

        Assert.Contains("[bold]", list.Output, StringComparison.Ordinal);
        Assert.Contains("1 held in redis:", list.Output, StringComparison.Ordinal);
        Assert.Contains("[bold]", show.Output, StringComparison.Ordinal);
        Assert.Contains("fencing token", show.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Schema_that_does_not_exist_comes_with_the_option_for_another()
    {
        await using var store = await TestStore.OpenAsync(TestStore.PostgresLeases);

        var run = (await store.RunAsync("list", "--schema", "nowhere")).EndsWith(ExitCode.BackendFailed);

        Assert.Contains("(--schema)", run.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Server_that_is_down_ends_with_3_and_says_what_to_look_at()
    {
        var run = (await DistlockTool.RunAsync("list", "--redis", "127.0.0.1:1,connectTimeout=500", "--timeout", "5")).EndsWith(ExitCode.BackendFailed);

        Assert.Contains("redis:127.0.0.1:1/0", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact(Timeout = Limit)]
    public async Task Directory_that_does_not_exist_is_not_created()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"distlock-{Guid.NewGuid():n}");

        var run = (await DistlockTool.RunHereAsync("list", "--directory", folder)).EndsWith(ExitCode.BackendFailed);

        Assert.Contains("does not exist", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_files_are_listed_with_their_holder()
    {
        await using var store = await TestStore.OpenAsync(TestStore.Files);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        var held = Assert.Single((await store.RunAsync("list")).EndsWith(ExitCode.Done).Rows);
        var shown = Assert.Single((await store.RunAsync("show", "invoice-7")).EndsWith(ExitCode.Done).Rows);

        Assert.Equal("invoice-7", held["KEY"]);
        Assert.Equal("exclusive", held["MODE"]);
        Assert.Equal("-", held["REMAINING_SECONDS"]);
        Assert.Equal(held, shown);
        (await store.RunAsync("show", "invoice-8")).EndsWith(ExitCode.NothingThere);
    }

    [Fact(Timeout = Limit)]
    public async Task Advisory_locks_are_shown_by_key_and_not_listed()
    {
        await using var store = await TestStore.OpenAsync(TestStore.PostgresAdvisory);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        var shown = Assert.Single((await store.RunAsync("show", "invoice-7")).EndsWith(ExitCode.Done).Rows);
        var list = (await store.RunAsync("list")).EndsWith(ExitCode.NotSupported);

        Assert.Equal(("invoice-7", "exclusive"), (shown["KEY"], shown["MODE"]));
        Assert.Contains("distlock show KEY", list.Error, StringComparison.Ordinal);
        Assert.Empty(list.Output);
        (await store.RunAsync("show", "invoice-8")).EndsWith(ExitCode.NothingThere);
    }
}
