using System.CommandLine;
using DistributedLock.Tool.Backends;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Doctor;

/// <summary>Whether a store is fit for locks, and what to mend.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private const int MostTries = 10_000;

    private readonly Terminal _terminal;
    private readonly CommonOptions _common;
    private readonly BackendOptions _backend;
    private readonly Option<int> _tries = new("--tries")
    {
        Description = "How many locks are taken and freed to measure the round trip",
        HelpName = "number",
        DefaultValueFactory = static _ => 20,
    };

    private readonly Option<bool> _create = new("--create") { Description = "Create what is missing (table, sequence, directory), as an application does at its first lock" };

    public DoctorCommand(Terminal terminal, CommonOptions common)
        : base("doctor", "Checks whether a store is fit for locks, takes and frees a probe lock there, and says what to mend")
    {
        _terminal = terminal;
        _common = common;
        Options.Add(_tries);
        Options.Add(_create);
        _backend = new BackendOptions(this, common);
        common.AddTo(this);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "distlock doctor --redis localhost:6379",
        "distlock doctor --postgres --strategy advisory      # the database of DISTLOCK_POSTGRES, as UsePostgres uses it by default",
        "distlock doctor --directory /var/lib/locks --json   # exit code 0: fit, 6: a warning, 7: a check failed",
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var tries = parsed.GetValue(_tries);
        if (tries is < 1 or > MostTries)
        {
            throw new UsageException($"{_tries.Name} is {tries}: expected 1 to {MostTries}.");
        }

        var backend = _backend.Read(parsed, _terminal);
        var createMissing = parsed.GetValue(_create);
        var report = new DoctorReport(_terminal, _common.FormatOf(parsed, _terminal));
        var checkup = new Checkup(_common.PatienceOf(parsed), _terminal.Clean, report.Show, cancellationToken);
        await using (var provider = new ProviderChecks(backend, tries, createMissing))
        await using (var checks = ChecksOf(backend, provider, createMissing))
        {
            if (await checks.CheckAccessAsync(checkup))
            {
                await provider.RunAsync(checkup);
                await checks.CheckSettingsAsync(checkup);
            }
        }

        report.End(backend.Title, checkup);
        return checkup.Worst switch
        {
            CheckOutcome.Ok => ExitCode.Done,
            CheckOutcome.Warning => ExitCode.Warning,
            _ => ExitCode.CheckFailed,
        };
    }

    private static IBackendChecks ChecksOf(Backend backend, ProviderChecks provider, bool createMissing) => backend switch
    {
        RedisBackend redis => new RedisChecks(redis, provider),
        PostgresBackend postgres => new PostgresChecks(postgres, provider, createMissing),
        SqlServerBackend sqlServer => new SqlServerChecks(sqlServer, provider, createMissing),
        DirectoryBackend directory => new DirectoryChecks(directory, provider, createMissing),
        _ => throw new NotSupportedException($"There are no checks for {backend.Title}."),
    };
}
