using DistributedLock.Tool.CommandLine;

namespace DistributedLock.Tool.Tests.CommandLine;

public sealed class UsageTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task Backend_that_is_not_named_is_bad_usage()
    {
        var run = (await DistlockTool.RunHereAsync("list")).EndsWith(ExitCode.BadUsage);

        Assert.Contains("expected exactly one of --redis, --postgres, --sqlserver and --directory", run.Error, StringComparison.Ordinal);
        Assert.Contains("DISTLOCK_REDIS", run.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Two_backends_are_bad_usage()
    {
        var run = (await DistlockTool.RunHereAsync("list", "--redis", "localhost", "--directory", "/tmp")).EndsWith(ExitCode.BadUsage);

        Assert.Contains("--redis and --directory are named: expected exactly one", run.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Option_without_a_value_needs_its_variable()
    {
        var run = (await DistlockTool.RunHereAsync("list", "--redis")).EndsWith(ExitCode.BadUsage);

        Assert.Contains("DISTLOCK_REDIS is not set", run.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("--directory")]
    [InlineData(null)]
    public async Task Variable_names_the_backend(string? option)
    {
        var folder = Directory.CreateTempSubdirectory("distlock-").FullName;
        string[] arguments = option is null ? ["doctor"] : ["doctor", option];
        Dictionary<string, string> variables = new() { ["DISTLOCK_DIRECTORY"] = folder };

        var run = await DistlockTool.RunHereAsync(TextReader.Null, isInteractive: false, name => variables.GetValueOrDefault(name), TestContext.Current.CancellationToken, arguments);

        Directory.Delete(folder, recursive: true);
        Assert.Contains($"directory\t{folder}", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Two_variables_need_an_option()
    {
        var run = await DistlockTool.RunHereAsync(
            TextReader.Null, isInteractive: false, static name => name is "DISTLOCK_REDIS" or "DISTLOCK_DIRECTORY" ? "somewhere" : null, TestContext.Current.CancellationToken, "list");

        run.EndsWith(ExitCode.BadUsage);
        Assert.Contains("DISTLOCK_REDIS and DISTLOCK_DIRECTORY are set", run.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("--strategy means nothing to --redis", "list", "--redis", "localhost", "--strategy", "advisory")]
    [InlineData("--database means nothing to --postgres", "list", "--postgres", "Host=db", "--database", "1")]
    [InlineData("--strategy application-locks is none of --postgres", "list", "--postgres", "Host=db", "--strategy", "application-locks")]
    [InlineData("--interval is 0.1: expected 0.2", "watch", "--redis", "localhost", "--interval", "0.1")]
    [InlineData("--count is 0", "watch", "--redis", "localhost", "--count", "0")]
    [InlineData("--timeout is NaN", "list", "--redis", "localhost", "--timeout", "NaN")]
    [InlineData("--tries is 0", "doctor", "--redis", "localhost", "--tries", "0")]
    [InlineData("The key is empty", "show", "", "--redis", "localhost")]
    [InlineData("'--jsno' is no option of list: did you mean --json?", "list", "--directory", ".", "--jsno")]
    [InlineData("'--rediss' is no option of list: did you mean --redis?", "list", "--rediss", "localhost")]
    [InlineData("'--tiemout=3' is no option of list: did you mean --timeout?", "list", "--directory", ".", "--tiemout=3")]
    [InlineData("'--colour' is no option of list. If it is meant", "list", "--directory", ".", "--colour")]
    [InlineData("'lst' is no command: did you mean list?", "lst")]
    [InlineData("'doctr' is no command: did you mean doctor?", "doctr", "--redis", "localhost")]
    [InlineData("'Release' is no command: did you mean release?", "Release", "k")]
    [InlineData("'remove' is no command: expected list, show, watch, release, doctor or map.", "remove", "k")]
    [InlineData("Required command was not provided.")]
    [InlineData("'-hold' is no option of show", "show", "-hold", "--directory", ".")]
    [InlineData("'--jsno' is no option of map", "map", "--jsno")]
    [InlineData("names no Host", "list", "--postgres", "Database=shop")]
    [InlineData("names no Database", "list", "--sqlserver", "Server=db")]
    [InlineData("Servers has 2 entries", "list", "--redis", "a", "--redis", "b")]
    public async Task Option_that_cannot_work_is_bad_usage(string message, params string[] arguments)
    {
        var run = (await DistlockTool.RunHereAsync(arguments)).EndsWith(ExitCode.BadUsage);

        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact(Timeout = Limit)]
    public async Task Key_that_begins_with_a_hyphen_comes_after_two()
    {
        var folder = Directory.CreateTempSubdirectory("distlock-").FullName;

        var run = await DistlockTool.RunHereAsync("show", "--directory", folder, "--", "--jsno");

        Directory.Delete(folder, recursive: true);
        run.EndsWith(ExitCode.NothingThere);
        Assert.Contains("--jsno", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("list", "--redis", "localhost,password=hunter2,unknown=1")]
    [InlineData("list", "--redis", "redis://user:hunter2@localhost")]
    [InlineData("list", "--redis", "localhost,password=ab,hunter2")]
    [InlineData("list", "prefix", "--redis", "localhost", "password=hunter2")]
    [InlineData("list", "prefix", "--postgres", "Host=db;Password=hunter2;Nonsense=1")]
    [InlineData("list", "prefix", "--postgres", "Host=db", "Password=hunter2")]
    [InlineData("list", "--postgres", "postgres://shop:hunter2@db/shop")]
    [InlineData("list", "--sqlserver", "Server=db;Password=hunter2;Nonsense=1")]
    [InlineData("nothing", "--redis", "localhost,password=hunter2")]
    [InlineData("list", "--redis", "localhost,password=", "hunter2", "more")]
    public async Task Password_on_a_command_line_that_cannot_be_read_is_not_shown(params string[] arguments)
    {
        var run = (await DistlockTool.RunHereAsync([.. arguments, "--verbose"])).EndsWith(ExitCode.BadUsage);

        Assert.DoesNotContain("hunter2", run.All, StringComparison.Ordinal);
        Assert.NotEmpty(run.Error);
    }

    [Theory(Timeout = Limit)]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("watch")]
    [InlineData("release")]
    [InlineData("doctor")]
    [InlineData("map")]
    public async Task Help_of_a_command_ends_with_examples(string command)
    {
        var run = (await DistlockTool.RunAsync(command, "--help")).EndsWith(ExitCode.Done);

        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
        Assert.Contains($"distlock {command} ", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Help_lists_the_commands()
    {
        var run = (await DistlockTool.RunAsync("--help")).EndsWith(ExitCode.Done);

        Assert.All(new[] { "list", "show", "watch", "release", "doctor", "map", "Examples:" }, word => Assert.Contains(word, run.Output, StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Version_is_told() => Assert.Matches(@"^\d+\.\d+\.\d+", (await DistlockTool.RunAsync("--version")).EndsWith(ExitCode.Done).Output);

    [Fact(Timeout = Limit)]
    public async Task Key_that_begins_with_an_at_sign_is_a_key()
    {
        var folder = Directory.CreateTempSubdirectory("distlock-").FullName;

        var run = await DistlockTool.RunHereAsync("show", "@all", "--directory", folder);

        Directory.Delete(folder, recursive: true);
        run.EndsWith(ExitCode.NothingThere);
        Assert.Contains("Nobody holds '@all'", run.Error, StringComparison.Ordinal);
    }
}
