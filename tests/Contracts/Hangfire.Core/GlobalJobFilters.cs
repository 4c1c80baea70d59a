using Hangfire.Common;

namespace Hangfire;

/// <summary>The filters that are asked about every job.</summary>
public static class GlobalJobFilters
{
    /// <summary>Has the automatic retries of ten attempts from the start, as the real one has (among others).</summary>
    public static JobFilterCollection Filters { get; } = new() { (object)new AutomaticRetryAttribute() };
}
