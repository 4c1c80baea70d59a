namespace Hangfire.Common;

/// <summary>Where a filter stands among others. A filter without it has the order -1 and may be there several times.</summary>
public interface IJobFilter
{
    bool AllowMultiple { get; }

    int Order { get; }
}
