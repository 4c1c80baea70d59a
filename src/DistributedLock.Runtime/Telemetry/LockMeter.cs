using System.Diagnostics.Metrics;

namespace DistributedLock.Telemetry;

/// <summary>The instruments of the meter <c>DistributedLock</c>.</summary>
internal static class LockMeter
{
    private static readonly Meter Meter = new("DistributedLock");

    private static readonly Counter<long> ReleaseFailures = Meter.CreateCounter<long>(
        "distributedlock.release.failures", "{failure}", "Releases that the store did not acknowledge.");

    public static void ReleaseFailed(string template, string provider, string errorType) => ReleaseFailures.Add(
        1,
        new KeyValuePair<string, object?>("lock.template", template),
        new KeyValuePair<string, object?>("lock.provider", provider),
        new KeyValuePair<string, object?>("error.type", errorType));
}
