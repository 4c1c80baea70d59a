namespace Hangfire.Server;

/// <summary>Before a job is performed.</summary>
public class PerformingContext : PerformContext
{
    public PerformingContext(PerformContext context)
        : base(context)
    {
    }

    /// <summary>Set by a filter: the job and the filters further in are not run; this filter is not called again, those further out are.</summary>
    public bool Canceled { get; set; }
}
