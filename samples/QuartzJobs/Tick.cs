namespace QuartzJobs;

/// <summary>One second of the schedule, and who ran the job at it.</summary>
internal sealed record Tick(string Name)
{
    /// <summary>The processes that began a run.</summary>
    public List<string> Begun { get; } = [];

    /// <summary>How many of the runs came to their end.</summary>
    public int Ended { get; set; }
}
