namespace Hangfire.Server;

/// <summary>One performance of a job.</summary>
public class PerformContext
{
    public PerformContext(PerformContext context)
        : this(context.BackgroundJob, context.CancellationToken) => Items = context.Items;

    internal PerformContext(BackgroundJob backgroundJob, IJobCancellationToken cancellationToken)
    {
        BackgroundJob = backgroundJob;
        CancellationToken = cancellationToken;
        Items = new Dictionary<string, object>();
    }

    /// <summary>What filters hand to each other, the same for all contexts of one performance.</summary>
    public IDictionary<string, object> Items { get; }

    public BackgroundJob BackgroundJob { get; }

    public IJobCancellationToken CancellationToken { get; }
}
