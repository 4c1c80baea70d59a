namespace Hangfire.Server;

/// <summary>One performance of a job.</summary>
public class PerformContext
{
    public PerformContext(PerformContext context)
        : this(context.Storage, context.BackgroundJob, context.CancellationToken) => Items = context.Items;

    internal PerformContext(JobStorage storage, BackgroundJob backgroundJob, IJobCancellationToken cancellationToken)
    {
        Storage = storage;
        BackgroundJob = backgroundJob;
        CancellationToken = cancellationToken;
        Items = new Dictionary<string, object>();
    }

    public JobStorage Storage { get; }

    /// <summary>What filters hand to each other, the same for all contexts of one performance.</summary>
    public IDictionary<string, object> Items { get; }

    public BackgroundJob BackgroundJob { get; }

    public IJobCancellationToken CancellationToken { get; }
}
