namespace Hangfire.Common;

/// <summary>A filter with its place.</summary>
public class JobFilter
{
    public const int DefaultOrder = -1;

    public JobFilter(object instance, JobFilterScope scope, int? order)
    {
        Instance = instance ?? throw new ArgumentNullException(nameof(instance));
        Scope = scope;
        Order = order ?? (instance as IJobFilter)?.Order ?? DefaultOrder;
    }

    public object Instance { get; protected set; }

    public int Order { get; protected set; }

    public JobFilterScope Scope { get; protected set; }
}
