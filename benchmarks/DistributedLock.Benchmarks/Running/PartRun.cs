using System.Diagnostics;
using DistributedLock.Benchmarks.Reports;

namespace DistributedLock.Benchmarks.Running;

/// <summary>One run of a part: how much effort it is worth, and what came out. Not thread-safe.</summary>
/// <param name="isQuick">Whether it is only to be seen that everything works.</param>
internal sealed class PartRun(bool isQuick)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<Figure> _figures = [];
    private readonly List<DetailTable> _tables = [];
    private readonly List<ScalingChart> _charts = [];
    private readonly List<string> _circumstances = [];
    private string _group = "";

    public bool IsQuick => isQuick;

    /// <summary>One of two numbers, by the effort.</summary>
    public T Pick<T>(T full, T quick) => isQuick ? quick : full;

    /// <summary>Figures that come from now on stand under this heading.</summary>
    public void Begin(string group)
    {
        _group = group;
        Console.WriteLine($"  {group}");
    }

    public void Add(Figure figure)
    {
        _figures.Add(figure with { Group = _group });
        var reference = figure.Reference is { } other ? $"; {other.Name}: {Quantity.Of(other.Value, figure.Unit)}" : "";
        var ratio = figure.Ratio is { } of ? $"; ratio {Quantity.Of(of.Median)}" : "";
        Console.WriteLine($"    {figure.Name}: {Quantity.Of(figure.Value, figure.Unit)}{reference}{ratio}{(figure.IsMet == false && !isQuick ? " (target not met)" : "")}");
    }

    public void Add(DetailTable table) => _tables.Add(table);

    public void Add(ScalingChart chart) => _charts.Add(chart);

    /// <summary>Something of the circumstances that belongs to the figures: a server's version.</summary>
    public void Mention(string circumstance) => _circumstances.Add(circumstance);

    public PartReport Report(BenchmarkPart part) => new(part.Name, part.Title, part.About)
    {
        Date = DateOnly.FromDateTime(DateTime.UtcNow),
        Version = OwnVersion.Description,
        Machine = string.Join(", ", [Machine.Description, .. _circumstances]),
        Seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds,
        IsQuick = isQuick,
        Figures = _figures,
        Tables = _tables,
        Charts = _charts,
    };
}
