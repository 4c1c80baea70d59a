using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Samples;

/// <summary>What was chosen on a sample's command line: whole numbers, switches, and where the locks live.</summary>
internal sealed class SampleArguments
{
    private readonly Dictionary<string, int> _numbers;
    private readonly HashSet<string> _switches = [];

    private SampleArguments(IEnumerable<SampleNumber> numbers) => _numbers = numbers.ToDictionary(number => number.Name, number => number.Default);

    /// <summary>The server of the locks; <see langword="null"/> for files in a directory of their own.</summary>
    public LockStore? Store { get; private set; }

    /// <summary>The usage lines of the options that choose a server.</summary>
    public const string StoreUsage = """
          --redis TEXT      locks on a Redis server instead of in files, such as localhost:6379
          --postgres TEXT   or in a PostgreSQL database, such as "Host=localhost;Username=me;Database=shop"
          --sqlserver TEXT  or in a SQL Server database, such as "Server=localhost;User ID=me;Database=shop"
        """;

    public int Number(string name) => _numbers[name];

    public bool Has(string name) => _switches.Contains(name);

    public static bool TryParse(
        string[] args, IReadOnlyCollection<SampleNumber> numbers, IReadOnlyCollection<string> switches,
        [NotNullWhen(true)] out SampleArguments? arguments, [NotNullWhen(false)] out string? error)
    {
        arguments = new SampleArguments(numbers);
        error = null;
        for (var i = 0; i < args.Length && error is null; i++)
        {
            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            var (name, text) = equals < 0 ? (args[i], null) : (args[i][..equals], args[i][(equals + 1)..]);
            if (switches.Contains(name))
            {
                error = text is null ? null : $"{name} takes no value, but '{text}' came.";
                arguments._switches.Add(name);
                continue;
            }

            var number = numbers.FirstOrDefault(candidate => candidate.Name == name);
            var server = LockStore.Servers.FirstOrDefault(kind => name == "--" + kind);
            if (number is null && server is null)
            {
                error = $"Unknown option '{name}'.";
                continue;
            }

            text ??= i + 1 < args.Length ? args[++i] : null;
            error = number is not null ? arguments.Take(number, text) : arguments.Take(server!, text);
        }

        arguments = error is null ? arguments : null;
        return error is null;
    }

    private string? Take(SampleNumber number, string? text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < number.Least || value > number.Most)
        {
            return $"{number.Name} expects a whole number from {number.Least} to {number.Most}, but {(string.IsNullOrEmpty(text) ? "nothing came" : $"'{text}' came")}.";
        }

        _numbers[number.Name] = value;
        return null;
    }

    private string? Take(string server, string? address)
    {
        if (string.IsNullOrWhiteSpace(address) || address.StartsWith("--", StringComparison.Ordinal))
        {
            return $"--{server} expects a connection string, but {(string.IsNullOrWhiteSpace(address) ? "nothing" : $"'{address}'")} came.";
        }

        if (Store is { } other)
        {
            return $"--{other.Kind} and --{server} came: expected one store.";
        }

        Store = new LockStore(server, address);
        return null;
    }
}
