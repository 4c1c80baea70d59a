using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace QuickStart;

/// <summary>What can be chosen on the command line.</summary>
public sealed record QuickStartOptions
{
    public const string Usage = """
        QuickStart: several processes call one annotated method, first without the lock and then with it.

        Usage: dotnet run --project samples/QuickStart [-- options]

        An option is written --name N or --name=N.

          --workers N       worker processes, 2 to 9 (default 4)
          --tenants N       tenants they report for, 1 to 6 (default 3)
          --seconds N       length of each of the two phases, 2 to 60 (default 5)
          --redis TEXT      locks on a Redis server instead of in files, such as localhost:6379
          --postgres TEXT   or in a PostgreSQL database, such as "Host=localhost;Username=me;Database=shop"
          --sqlserver TEXT  or in a SQL Server database, such as "Server=localhost;User ID=me;Database=shop"
          --plain           plain lines instead of a live timeline (the default when the output is redirected)
          --help            this text

        Exit code: 0 as promised; 1 runs overlapped under the lock, or none did without it, or a worker failed; 2 bad options.
        """;

    public int Workers { get; private init; } = 4;

    public int Tenants { get; private init; } = 3;

    public int Seconds { get; private init; } = 5;

    public bool Plain { get; private init; }

    /// <summary>The server of the locks; <see langword="null"/> for files in a directory of their own.</summary>
    public LockStore? Store { get; private init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out QuickStartOptions? options, [NotNullWhen(false)] out string? error)
    {
        options = null;
        error = null;
        var parsed = new QuickStartOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            var (name, text) = equals < 0 ? (args[i], null) : (args[i][..equals], args[i][(equals + 1)..]);
            if (name == "--plain")
            {
                if (text is not null)
                {
                    error = $"{name} takes no value, but '{text}' came.";
                    return false;
                }

                parsed = parsed with { Plain = true };
                continue;
            }

            if (LockStore.Servers.FirstOrDefault(kind => name == "--" + kind) is { } server)
            {
                var address = text ?? (i + 1 < args.Length ? args[++i] : null);
                if (string.IsNullOrWhiteSpace(address) || address.StartsWith("--", StringComparison.Ordinal))
                {
                    error = $"{name} expects a connection string, but {(string.IsNullOrWhiteSpace(address) ? "nothing" : $"'{address}'")} came.";
                    return false;
                }

                if (parsed.Store is { } other)
                {
                    error = $"--{other.Kind} and {name} came: expected one store.";
                    return false;
                }

                parsed = parsed with { Store = new LockStore(server, address) };
                continue;
            }

            var (least, most) = name switch
            {
                "--workers" => (2, 9),
                "--tenants" => (1, 6),
                "--seconds" => (2, 60),
                _ => (0, 0),
            };
            if (most == 0)
            {
                error = $"Unknown option '{name}'.";
                return false;
            }

            text ??= i + 1 < args.Length ? args[++i] : null;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
            {
                error = $"{name} expects a whole number from {least} to {most}, but {(string.IsNullOrEmpty(text) ? "nothing came" : $"'{text}' came")}.";
                return false;
            }

            parsed = name switch
            {
                "--workers" => parsed with { Workers = value },
                "--tenants" => parsed with { Tenants = value },
                _ => parsed with { Seconds = value },
            };
        }

        options = parsed;
        return true;
    }
}
