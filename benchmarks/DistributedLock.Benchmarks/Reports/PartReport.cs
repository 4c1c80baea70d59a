using System.Text.Json;
using System.Text.Json.Serialization;

namespace DistributedLock.Benchmarks.Reports;

/// <summary>All that was measured in one part, and in which circumstances.</summary>
/// <param name="Part">Its name.</param>
/// <param name="Title">Its heading.</param>
/// <param name="About">What is measured and how: Markdown.</param>
internal sealed record PartReport(string Part, string Title, string About)
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public DateOnly Date { get; init; }

    /// <summary>Cores, operating system, framework and servers; nothing that names the machine.</summary>
    public string Machine { get; init; } = "";

    /// <summary>What was measured: version and commit.</summary>
    public string Version { get; init; } = "";

    public double Seconds { get; init; }

    /// <summary>Whether the program was only tried out: such figures say nothing.</summary>
    public bool IsQuick { get; init; }

    public IReadOnlyList<Figure> Figures { get; init; } = [];

    public IReadOnlyList<DetailTable> Tables { get; init; } = [];

    public IReadOnlyList<ScalingChart> Charts { get; init; } = [];

    public static PartReport FromFile(string path) =>
        JsonSerializer.Deserialize<PartReport>(File.ReadAllText(path), Json)
        ?? throw new InvalidOperationException($"{path} holds no report: expected what another process wrote there.");

    public void WriteTo(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json));
}
