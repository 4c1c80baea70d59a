using System.CommandLine;
using DistributedLock.Tool.CommandLine;
using DistributedLock.Tool.Output;

namespace DistributedLock.Tool.Backends;

/// <summary>The options of a command that say where the locks are. Exactly one backend is named, by its option or by its environment variable.</summary>
internal sealed class BackendOptions
{
    private const string LeaseTable = "lease-table";
    private const string Advisory = "advisory";
    private const string ApplicationLocks = "application-locks";

    private readonly CommonOptions _common;

    private readonly Option<string[]> _redis = Place(
        "--redis",
        "configuration",
        "Redis, by a configuration string of StackExchange.Redis; three or more times for independent servers (majority)",
        BackendVariables.Redis);

    private readonly Option<string[]> _postgres = Place(
        "--postgres", "connection", "PostgreSQL, by a connection string of Npgsql", BackendVariables.Postgres);

    private readonly Option<string[]> _sqlServer = Place(
        "--sqlserver", "connection", "SQL Server, by a connection string of Microsoft.Data.SqlClient", BackendVariables.SqlServer);

    private readonly Option<string[]> _directory = Place(
        "--directory", "path", "Lock files in a directory", BackendVariables.Directory);

    private readonly Option<string?> _strategy = new Option<string?>("--strategy")
    {
        Description = $"How locks are kept in the database. Default: {LeaseTable}, because only leases can be listed and released. The providers' own default is {Advisory} " +
            $"(PostgreSQL) and {ApplicationLocks} (SQL Server)",
        HelpName = $"{LeaseTable}|{Advisory}|{ApplicationLocks}",
    }.AcceptOnlyFromAmong(LeaseTable, Advisory, ApplicationLocks);

    private readonly Option<string?> _schema = new("--schema")
    {
        Description = $"Databases: the schema of the lease table and the fencing tokens. Default: {PostgresBackend.DefaultSchema}, {SqlServerBackend.DefaultSchema}",
        HelpName = "name",
    };

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = $"PostgreSQL behind a pooler: a direct connection, on which waiters listen; also {BackendVariables.PostgresListen}",
        HelpName = "connection",
    };

    private readonly Option<int?> _database = new("--database") { Description = "Redis: the number of the database. Default: that of the configuration", HelpName = "number" };

    private readonly Option<string> _keyPrefix = new("--key-prefix")
    {
        Description = "The KeyPrefix of the applications' options; it is not part of the keys that are typed and shown",
        HelpName = "text",
        DefaultValueFactory = static _ => "",
    };

    public BackendOptions(Command command, CommonOptions common)
    {
        _common = common;
        foreach (var option in new Option[] { _redis, _postgres, _sqlServer, _directory, _strategy, _schema, _listen, _database, _keyPrefix })
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">Not exactly one backend is named, or an option is none of this backend.</exception>
    public Backend Read(ParseResult parsed, Terminal terminal)
    {
        var backend = Create(parsed, terminal);
        backend.Validate();
        return backend;
    }

    private Backend Create(ParseResult parsed, Terminal terminal)
    {
        var (option, places) = Choose(parsed, terminal);
        var keyPrefix = parsed.GetValue(_keyPrefix) ?? "";
        var schema = parsed.GetValue(_schema);
        if (option != _redis && places.Count > 1)
        {
            throw new UsageException($"{option.Name} has {places.Count} values: expected one. Only --redis may be repeated, for independent servers.");
        }

        if (option == _redis)
        {
            ThrowIfGiven(parsed, option, _strategy, _schema, _listen);
            return new RedisBackend(places, parsed.GetValue(_database), _common.PatienceOf(parsed), keyPrefix);
        }

        if (option == _directory)
        {
            ThrowIfGiven(parsed, option, _strategy, _schema, _listen, _database);
            return new DirectoryBackend(places[0], keyPrefix);
        }

        ThrowIfGiven(parsed, option, _database);
        if (option == _postgres)
        {
            var listen = parsed.GetValue(_listen) ?? terminal.Variable(BackendVariables.PostgresListen);
            var isAdvisory = StrategyOf(parsed, option, Advisory) == Advisory;
            return new PostgresBackend(places[0], isAdvisory ? PostgresLockStrategy.Advisory : PostgresLockStrategy.LeaseTable, schema, listen, keyPrefix);
        }

        ThrowIfGiven(parsed, option, _listen);
        var isApplicationLocks = StrategyOf(parsed, option, ApplicationLocks) == ApplicationLocks;
        return new SqlServerBackend(
            places[0], isApplicationLocks ? SqlServerLockStrategy.ApplicationLocks : SqlServerLockStrategy.LeaseTable, schema, keyPrefix);
    }

    private static Option<string[]> Place(string name, string helpName, string description, string variable) => new(name)
    {
        Description = $"{description}. Without a value: {variable}",
        HelpName = helpName,
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static void ThrowIfGiven(ParseResult parsed, Option backend, params Option[] options)
    {
        foreach (var option in options.Where(option => IsGiven(parsed, option)))
        {
            throw new UsageException($"{option.Name} means nothing to {backend.Name}: leave it out.");
        }
    }

    private (Option<string[]> Option, IReadOnlyList<string> Places) Choose(ParseResult parsed, Terminal terminal)
    {
        (Option<string[]> Option, string Variable)[] all =
        [
            (_redis, BackendVariables.Redis), (_postgres, BackendVariables.Postgres), (_sqlServer, BackendVariables.SqlServer), (_directory, BackendVariables.Directory),
        ];
        var given = all.Where(backend => IsGiven(parsed, backend.Option)).ToList();
        if (given.Count > 1)
        {
            throw new UsageException($"{Names(given.Select(static backend => backend.Option.Name))} are named: expected exactly one backend.");
        }

        if (given.Count == 1)
        {
            var values = parsed.GetValue(given[0].Option) ?? [];
            return values.Length > 0
                ? (given[0].Option, values)
                : Lines(terminal.Variable(given[0].Variable)) is { Count: > 0 } lines
                ? (given[0].Option, lines)
                : throw new UsageException($"{given[0].Option.Name} has no value, and {given[0].Variable} is not set: expected one of the two.");
        }

        var set = all.Where(backend => Lines(terminal.Variable(backend.Variable)).Count > 0).ToList();
        return set.Count == 1
            ? (set[0].Option, Lines(terminal.Variable(set[0].Variable)))
            : throw new UsageException(set.Count == 0
                ? "No backend is named: expected exactly one of --redis, --postgres, --sqlserver and --directory, or one of the environment variables " +
                  $"{Names(all.Select(static backend => backend.Variable))}."
                : $"{Names(set.Select(static backend => backend.Variable))} are set: expected one of them, or an option without a value that says which, such as {set[0].Option.Name}.");
    }

    // The servers of a majority stand on a line each.
    private static IReadOnlyList<string> Lines(string? value) =>
        value?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string Names(IEnumerable<string> names) => string.Join(" and ", names);

    private string StrategyOf(ParseResult parsed, Option backend, string session)
    {
        var strategy = parsed.GetValue(_strategy) ?? LeaseTable;
        return strategy is LeaseTable || strategy == session
            ? strategy
            : throw new UsageException($"--strategy {strategy} is none of {backend.Name}: expected {LeaseTable} or {session}.");
    }
}
