namespace DistributedLock.Benchmarks.Reports;

/// <summary>One measured figure, with what it is compared with and what it should be.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what; also the reference's.</param>
internal sealed record Figure(string Name, double Value, string Unit)
{
    /// <summary>Under which heading it stands.</summary>
    public string Group { get; init; } = "";

    /// <summary>What was measured beside it, in the same run.</summary>
    public FigureReference? Reference { get; init; }

    /// <summary>The figure by its reference.</summary>
    public FigureRatio? Ratio { get; init; }

    /// <summary>What it should be; <see langword="null"/> where nothing is promised.</summary>
    public FigureTarget? Target { get; init; }

    /// <summary>Whether the target is met; <see langword="null"/> without one.</summary>
    public bool? IsMet => Target is null ? null : Target.Of == TargetSubject.Value ? Target.IsMetBy(Value) : Ratio is { } ratio && Target.IsMetBy(ratio.Median);
}
