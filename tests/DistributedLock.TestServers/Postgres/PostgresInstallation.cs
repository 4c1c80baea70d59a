using System.Globalization;
using DistributedLock.Tests.Processes;

namespace DistributedLock.TestServers;

/// <summary>Where PostgreSQL's programs are and as whom they run: eng/servers.sh knows the same.</summary>
/// <param name="Folder">The folder of initdb and postgres.</param>
/// <param name="User">As whom they run; null for oneself.</param>
/// <param name="Prefix">What their command lines are led by.</param>
internal sealed record PostgresInstallation(string Folder, string? User, IReadOnlyList<string> Prefix)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly Lazy<Task<PostgresInstallation>> Found = new(FindOnceAsync);

    public static Task<PostgresInstallation> FindAsync() => Found.Value;

    /// <summary>The command line that runs one of the programs.</summary>
    public IEnumerable<string> Command(string program, params IEnumerable<string> arguments) => [.. Prefix, Path.Combine(Folder, program), .. arguments];

    private static async Task<PostgresInstallation> FindOnceAsync()
    {
        var folder = Folders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
            ?? throw new InvalidOperationException(
                "PostgreSQL's initdb and postgres were not found: run the tests by eng/test.sh, or install them (Debian: postgresql, "
                + "macOS: brew install postgresql@17), or name their folder in DISTRIBUTEDLOCK_TEST_POSTGRES_BIN.");
        if (!Environment.IsPrivilegedProcess)
        {
            return new PostgresInstallation(folder, null, []);
        }

        // PostgreSQL refuses to run as root.
        foreach (var user in (string[])["postgres", "nobody"])
        {
            foreach (var prefix in await PrefixesAsync(user))
            {
                if (Executables.FindOrNull(prefix[0]) is not null && (await RunAsync([.. prefix, "true"])).ExitCode == 0)
                {
                    return new PostgresInstallation(folder, user, prefix);
                }
            }
        }

        throw new InvalidOperationException("PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as.");
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("DISTRIBUTEDLOCK_TEST_POSTGRES_BIN") is { Length: > 0 } named)
        {
            yield return named;
        }

        if (Executables.FindOrNull("initdb") is { } program)
        {
            yield return Path.GetDirectoryName(program)!;
        }

        foreach (var (parent, pattern) in ((string, string)[])
            [("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql*"), ("/usr/local/opt", "postgresql*"), ("/usr/local", "pgsql")])
        {
            string[] versions = Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern) : [];
            foreach (var installed in versions.OrderByDescending(VersionOf))
            {
                yield return Path.Combine(installed, "bin");
            }
        }
    }

    private static int VersionOf(string folder)
    {
        var digits = new string([.. Path.GetFileName(folder).Where(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    // The last one for systems whose util-linux is small.
    private static async Task<string[][]> PrefixesAsync(string user)
    {
        var group = await RunAsync(["id", "-g", user]);
        return group.ExitCode != 0
            ? []
            :
            [
                ["setpriv", $"--reuid={user}", $"--regid={group.Text.Trim()}", "--clear-groups", "--"],
                ["runuser", "-u", user, "--"],
                ["su", "-s", "/bin/sh", "-c", "exec \"$@\"", "--", user, "sh"],
            ];
    }

    private static Task<ConsoleRun> RunAsync(string[] command) => ConsoleRun.StartAsync(command[0], command[1..], "/", Limit, CancellationToken.None);
}
