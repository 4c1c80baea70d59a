using DistributedLock.Tool.CommandLine;

namespace DistributedLock.Tool.Tests.Inspection;

public sealed class ReleaseTests
{
    private const int Limit = 120_000;

    public static TheoryData<string> Leases => [TestStore.Redis, TestStore.PostgresLeases, TestStore.SqlServerLeases];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Leases))]
    public async Task Yes_releases_without_a_question(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        var run = (await store.RunAsync("release", "invoice-7", "--yes", "--json")).EndsWith(ExitCode.Done);

        Assert.Equal("invoice-7", Assert.Single(run.Json["released"]!.AsArray())!["key"]!.GetValue<string>());
        Assert.Empty(run.Json["endedAlready"]!.AsArray());
        Assert.Contains("invoice-7 (exclusive) held by DistributedLock.Conformance.Worker (process ", run.Error, StringComparison.Ordinal);
        Assert.Contains("LockLostException", run.Error, StringComparison.Ordinal);
        (await store.RunAsync("show", "invoice-7")).EndsWith(ExitCode.NothingThere);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Leases))]
    public async Task Nobody_to_ask_releases_nothing(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        // Also where somebody writes a yes: a pipe is no terminal.
        var run = (await DistlockTool.RunAsync(new Dictionary<string, string>(), "y\n", store.Command("release", "invoice-7"))).EndsWith(ExitCode.Declined);

        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        (await store.RunAsync("show", "invoice-7")).EndsWith(ExitCode.Done);
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("n\n")]
    [InlineData("yess\n")]
    public async Task Person_who_does_not_say_yes_declines(string answer)
    {
        await using var store = await TestStore.OpenAsync(TestStore.Redis);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        var run = (await DistlockTool.RunForPersonAsync(answer, store.Command("release", "invoice-7"))).EndsWith(ExitCode.Declined);

        Assert.Contains("Release it? [y/N]", run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was released.", run.Error, StringComparison.Ordinal);
        (await store.RunAsync("show", "invoice-7")).EndsWith(ExitCode.Done);
    }

    [Theory(Timeout = Limit)]
    [InlineData("y\n")]
    [InlineData("YES\n")]
    public async Task Person_who_says_yes_releases_all_that_was_shown(string answer)
    {
        await using var store = await TestStore.OpenAsync(TestStore.Redis);
        await using var holder = await store.HoldAsync(
            TestStore.Request("report") with { Mode = LockMode.Shared }, TestStore.Request("report") with { Mode = LockMode.Shared });

        var run = (await DistlockTool.RunForPersonAsync(answer, store.Command("release", "report"))).EndsWith(ExitCode.Done);

        Assert.Contains("Release all 2? [y/N]", run.Error, StringComparison.Ordinal);
        (await store.RunAsync("show", "report")).EndsWith(ExitCode.NothingThere);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Leases))]
    public async Task Hold_by_its_id_leaves_the_others(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var holder = await store.HoldAsync(
            TestStore.Request("report") with { Mode = LockMode.Shared }, TestStore.Request("report") with { Mode = LockMode.Shared });
        var holds = (await store.RunAsync("show", "report")).Rows.Select(static row => row["HOLD_ID"]).ToList();

        (await store.RunAsync("release", "report", "--hold", holds[1], "--yes")).EndsWith(ExitCode.Done);

        Assert.Equal(2, holds.Distinct().Count());
        Assert.Equal(holds[0], Assert.Single((await store.RunAsync("show", "report")).Rows)["HOLD_ID"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Hold_that_is_not_there_is_told_with_those_that_are()
    {
        await using var store = await TestStore.OpenAsync(TestStore.Redis);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        var run = (await store.RunAsync("release", "invoice-7", "--hold", "nonsense", "--yes")).EndsWith(ExitCode.NothingThere);

        Assert.Contains("has no hold nonsense", run.Error, StringComparison.Ordinal);
        Assert.Contains("held by DistributedLock.Conformance.Worker", run.Error, StringComparison.Ordinal);
        (await store.RunAsync("show", "invoice-7")).EndsWith(ExitCode.Done);
    }

    [Theory(Timeout = Limit)]
    [InlineData(TestStore.Redis)]
    [InlineData(TestStore.PostgresLeases)]
    public async Task Hold_that_changes_while_the_question_is_open_is_not_touched(string kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var first = await store.HoldAsync(TestStore.Request("invoice-7"));
        await using var answer = new LateAnswer();
        var asking = DistlockTool.RunHereAsync(answer, isInteractive: true, static _ => null, TestContext.Current.CancellationToken, store.Command("release", "invoice-7"));

        // Asked: now the first one goes (by force, from elsewhere), and a second one comes.
        await answer.IsAwaited;
        (await store.RunAsync("release", "invoice-7", "--yes")).EndsWith(ExitCode.Done);
        await using var second = await store.HoldAsync(TestStore.Request("invoice-7"));
        answer.Give("y");

        var run = (await asking).EndsWith(ExitCode.NothingThere);
        Assert.Contains("Had ended already", run.Error, StringComparison.Ordinal);
        Assert.Equal($"{second.FencingTokens[0]}", Assert.Single((await store.RunAsync("show", "invoice-7")).Rows)["FENCING_TOKEN"]);
        await first.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Key_that_nobody_holds_ends_with_1()
    {
        await using var store = await TestStore.OpenAsync(TestStore.Redis);

        var run = (await store.RunAsync("release", "invoice-7", "--yes", "--json")).EndsWith(ExitCode.NothingThere);

        Assert.Empty(run.Json["released"]!.AsArray());
        Assert.Contains("nothing to release", run.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(TestStore.Files, "process")]
    [InlineData(TestStore.PostgresAdvisory, "pg_terminate_backend")]
    public async Task Session_lock_is_not_released_and_the_way_out_is_told(string kind, string wayOut)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var holder = await store.HoldAsync(TestStore.Request("invoice-7"));

        var run = (await store.RunAsync("release", "invoice-7", "--yes")).EndsWith(ExitCode.NotSupported);

        Assert.Contains(wayOut, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
