using System.Globalization;
using DistributedLock.Tests.Processes;

namespace DistributedLock.TestServers;

/// <summary>A PostgreSQL of a test's own, with a user "postgres" and a database of the same name.</summary>
public sealed class PostgresServer : TestServer
{
    private static readonly TimeSpan PrepareLimit = TimeSpan.FromSeconds(60);

    private readonly PostgresServerOptions _options;
    private readonly PostgresInstallation _installation;
    private readonly string _password;

    private PostgresServer(PostgresServerOptions options, PostgresInstallation installation)
    {
        (_options, _installation) = (options, installation);
        _password = options.Password ?? Guid.NewGuid().ToString("n");
    }

    // A standby says "read-only" between the words.
    private protected override string ReadyText => "database system is ready to accept";

    private string Home => Path.Combine(Folder, "postgres");

    private string Data => Path.Combine(Home, "data");

    private string PostmasterFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>Starts a server and returns when it answers.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is missing, or refuses to start; the message carries its log.</exception>
    public static async Task<PostgresServer> StartAsync(PostgresServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new PostgresServer(options ?? new PostgresServerOptions(), await PostgresInstallation.FindAsync());
        await server.StartFirstAsync(cancellationToken);
        return server;
    }

    /// <inheritdoc/>
    public override string ConnectionStringThrough(int port) =>
        FormattableString.Invariant($"Host={Host};Port={port};Username=postgres;Password={_password};Database=postgres");

    private protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Home);
        var passwordFile = Path.Combine(Home, "password");
        await File.WriteAllTextAsync(passwordFile, _password + "\n", cancellationToken);
        if (_installation.User is { } user)
        {
            await RunAsync(["chown", "-R", user, Home], cancellationToken);
        }

        // Nothing here has to outlive the machine, so nothing waits for the disk; a killed server's data are safe in the system's cache.
        await RunAsync(
            _installation.Command(
                "initdb", "-D", Data, "-U", "postgres", "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--encoding=UTF8", "--locale=C", "--no-sync"),
            cancellationToken);
    }

    private protected override IEnumerable<string> CommandLine() =>
        _installation.Command("postgres", ["-D", Data, .. Settings().SelectMany(setting => (string[])["-c", setting])]);

    // INT means at once, TERM when the last client has gone. The first line of this file is the process id, also when runuser or su stand before it.
    private protected override void AskToStop(int processId) =>
        Signals.Send(PostmasterId(), Signals.Interrupt);

    // Below runuser or su a killed PostgreSQL is left to process 1, which in a container may be slow to ask for its exit code. Until then it has a process id
    // still, and PostgreSQL takes the file of a process that has ended for the file of one that runs.
    private protected override void PrepareAgain()
    {
        if (File.Exists(PostmasterFile) && !ProcessTable.IsAlive(PostmasterId()))
        {
            File.Delete(PostmasterFile);
        }
    }

    private static async Task RunAsync(IEnumerable<string> command, CancellationToken cancellationToken)
    {
        string[] words = [.. command];
        var run = await ConsoleRun.StartAsync(words[0], words[1..], "/", PrepareLimit, cancellationToken);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', words)}' ended with exit code {run.ExitCode}. It printed:\n{run.Text}");
        }
    }

    private int PostmasterId() => int.Parse(File.ReadLines(PostmasterFile).First(), CultureInfo.InvariantCulture);

    private IEnumerable<string> Settings()
    {
        yield return FormattableString.Invariant($"port={Port}");
        yield return $"listen_addresses={Host}";
        yield return "unix_socket_directories=";
        yield return "fsync=off";
        yield return FormattableString.Invariant($"max_connections={_options.MaxConnections}");
        if (_options.ReadOnly)
        {
            yield return "default_transaction_read_only=on";
        }

        foreach (var (name, value) in _options.Settings)
        {
            yield return $"{name}={value}";
        }
    }
}
