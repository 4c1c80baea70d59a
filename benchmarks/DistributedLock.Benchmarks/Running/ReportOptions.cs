namespace DistributedLock.Benchmarks.Running;

/// <summary>What the command line says about a report.</summary>
internal sealed record ReportOptions
{
    public const string Report = "--report";
    public const string Only = "--only";
    public const string Quick = "--quick";
    public const string Page = "--page";
    public const string RedisServer = "--redis-server";
    public const string PostgresServer = "--postgres-server";

    /// <summary>Whether the page is written; otherwise the sections are printed.</summary>
    public bool WritesPage { get; private init; }

    /// <summary>The page; <see langword="null"/> for that of the repository.</summary>
    public string? PageFile { get; private init; }

    public bool IsQuick { get; private init; }

    public IReadOnlyList<BenchmarkPart> Parts { get; private init; } = BenchmarkParts.All;

    /// <summary>Names the servers to the processes of the parts, as the tests' servers are named.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; private init; } = new Dictionary<string, string>();

    /// <exception cref="ArgumentException">An option is unknown, or lacks its value.</exception>
    public static ReportOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ReportOptions();
        var servers = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case Report:
                    options = options with { WritesPage = true };
                    break;
                case Quick:
                    options = options with { IsQuick = true };
                    break;
                case Only:
                    var chosen = Value(arguments, ref i).Split(',').Select(static name => BenchmarkParts.Find(name.Trim())).ToHashSet();
                    options = options with { Parts = [.. BenchmarkParts.All.Where(chosen.Contains)] };
                    break;
                case Page:
                    options = options with { WritesPage = true, PageFile = Value(arguments, ref i) };
                    break;
                case RedisServer:
                    servers["DISTRIBUTEDLOCK_TEST_REDIS"] = Value(arguments, ref i);
                    break;
                case PostgresServer:
                    servers["DISTRIBUTEDLOCK_TEST_POSTGRES"] = Value(arguments, ref i);
                    break;
                default:
                    throw new ArgumentException($"There is no option '{arguments[i]}' for a report: see --help.");
            }
        }

        return options is { WritesPage: true, IsQuick: true, PageFile: null }
            ? throw new ArgumentException($"{Quick} with {Report} would write figures that say nothing into the documentation: name another file by {Page}, or leave out {Report}.")
            : options with { Variables = servers };
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index) => index + 1 < arguments.Count
        ? arguments[++index]
        : throw new ArgumentException($"{arguments[index]} lacks its value: see --help.");
}
