using System.Globalization;

namespace DistributedLock.Torture;

/// <summary>Reads the command line.</summary>
internal static class OptionReader
{
    public const string Usage = """
        Usage: dotnet run -c Release --project tests/Torture -- --backend NAME [options]
               dotnet run -c Release --project tests/Torture -- check FILE

        Runs worker processes that contend for locks of one backend, makes faults that follow from a seed, and judges the history of what
        happened. Starts the servers that it needs, and ends them. docs/reliability.md says what is judged and why that is sound.

          --backend NAME    files, redis, redis-majority, postgres-advisory, postgres-lease, sqlserver-applock or sqlserver-lease
          --minutes N       how long (default 1)
          --seconds N       the same in seconds
          --seed N          what the plan of faults and the workers' choices are drawn from (default 1)
          --workers N       worker processes (default 5)
          --loops N         attempts at the same time in each of them (default 3)
          --keys N          keys of each mode (default 1)
          --modes LIST      of exclusive, shared, semaphore (default all), separated by commas
          --lease SECONDS   the lease, and the measure of how long faults last (default 2; with sessions faults last as with 4 or more)
          --every SECONDS   how far apart faults are, on average (default 2.5)
          --faults LIST     of kill, stop, clock, restart, freeze, cut, half-open-up, half-open-down, black-hole, slow, flush-scripts, flush-all;
                            or none (default: all that the backend knows)
          --broken MISTAKE  redis and postgres-lease: release-check, recreated-lease, late-deadline, writer-as-reader, permit-too-many, repeated-token or
                            kept-lease is built into the store; the oracle should see it
          --history FILE    writes the whole history, as lines of JSON, for the command check
          --report FILE     adds a row to the table of a Markdown file
          --keep-going      goes on after a violation
          --plan            prints the plan of faults, and runs nothing
          --help            this text

        Exit code: 0 no violation; 1 a violation, printed with the part of the history that it is about; 2 bad options; 3 it could not run.
        """;

    /// <summary>Reads the options of a run.</summary>
    /// <exception cref="UsageException">They cannot be understood.</exception>
    public static TortureOptions Read(IReadOnlyList<string> arguments)
    {
        var options = new TortureOptions { Backend = FindBackend(arguments) };
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--keep-going" => options with { KeepsGoing = true },
                "--plan" => options with { IsPlanOnly = true },
                _ => ReadValue(options, name, ++i < arguments.Count ? arguments[i] : throw new UsageException($"{name} expects a value.")),
            };
        }

        if (options.Breakage != Breakage.None && !options.Backend.CanBeBroken)
        {
            throw new UsageException($"--broken is there for --backend {string.Join(" and ", Backend.All.Where(static backend => backend.CanBeBroken).Select(static backend => backend.Name))} only.");
        }

        return options.AllKeys.Count > 0 ? options : throw new UsageException($"{options.Backend.Name} has no semaphores: expected another one of --modes.");
    }

    private static Backend FindBackend(IReadOnlyList<string> arguments)
    {
        var names = string.Join(", ", Backend.All.Select(static backend => backend.Name));
        for (var i = 0; i + 1 < arguments.Count; i++)
        {
            if (arguments[i] == "--backend")
            {
                return Backend.Find(arguments[i + 1]) ?? throw new UsageException($"There is no backend '{arguments[i + 1]}': expected one of {names}.");
            }
        }

        throw new UsageException($"--backend is missing: expected one of {names}.");
    }

    private static TortureOptions ReadValue(TortureOptions options, string name, string value) => name switch
    {
        "--backend" => options,
        "--minutes" => options with { Duration = TimeSpan.FromMinutes(Positive(name, value)) },
        "--seconds" => options with { Duration = TimeSpan.FromSeconds(Positive(name, value)) },
        "--seed" => options with { Seed = int.TryParse(value, CultureInfo.InvariantCulture, out var seed) ? seed : throw Wrong(name, value, "a whole number") },
        "--workers" => options with { Workers = Count(name, value) },
        "--loops" => options with { Loops = Count(name, value) },
        "--keys" => options with { Keys = Count(name, value) },
        "--modes" => options with { Modes = List(name, value, ["exclusive", "shared", "semaphore"]) },
        "--lease" => options with { Lease = TimeSpan.FromSeconds(Positive(name, value)) },
        "--every" => options with { Every = TimeSpan.FromSeconds(Positive(name, value)) },
        "--faults" => options with { Faults = value == "none" ? [] : List(name, value, options.Backend.Faults) },
        "--broken" => options with { Breakage = ReadBreakage(value) },
        "--history" => options with { HistoryFile = value },
        "--report" => options with { ReportFile = value },
        _ => throw new UsageException($"There is no option '{name}'. Try --help."),
    };

    private static Breakage ReadBreakage(string value) => value switch
    {
        "release-check" => Breakage.ReleaseCheck,
        "recreated-lease" => Breakage.RecreatedLease,
        "late-deadline" => Breakage.LateDeadline,
        "writer-as-reader" => Breakage.WriterAsReader,
        "permit-too-many" => Breakage.PermitTooMany,
        "repeated-token" => Breakage.RepeatedToken,
        "kept-lease" => Breakage.KeptLease,
        _ => throw Wrong("--broken", value, "release-check, recreated-lease, late-deadline, writer-as-reader, permit-too-many, repeated-token or kept-lease"),
    };

    private static List<string> List(string name, string value, IReadOnlyList<string> known)
    {
        var list = value.Split(',').Distinct().ToList();
        return list.Find(word => !known.Contains(word)) is { } unknown ? throw Wrong(name, unknown, $"some of {string.Join(", ", known)}") : list;
    }

    private static double Positive(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000
            ? number
            : throw Wrong(name, value, "a number greater than 0");

    private static int Count(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 100 ? number : throw Wrong(name, value, "1 to 100");

    private static UsageException Wrong(string name, string value, string expected) => new($"{name} is '{value}': expected {expected}.");
}
