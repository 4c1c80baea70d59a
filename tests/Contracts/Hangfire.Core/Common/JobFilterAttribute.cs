namespace Hangfire.Common;

/// <summary>A filter that is declared on a job's type or method.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method)]
public abstract class JobFilterAttribute : Attribute, IJobFilter
{
    private int _order = JobFilter.DefaultOrder;

    public bool AllowMultiple => GetType().GetCustomAttributes(typeof(AttributeUsageAttribute), true).Cast<AttributeUsageAttribute>().First().AllowMultiple;

    public int Order
    {
        get => _order;
        set => _order = value >= JobFilter.DefaultOrder ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }
}
