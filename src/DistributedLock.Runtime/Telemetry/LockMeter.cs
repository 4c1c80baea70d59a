using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DistributedLock.Telemetry;

/// <summary>
/// The instruments of the meter <c>DistributedLock</c>. Losses, renewals and failed releases are counted where they happen, whatever stands around the provider.
/// Never throws: a listener's exception comes out of the call that measures, and those stand where locks are renewed and released.
/// </summary>
internal static class LockMeter
{
    private static readonly Meter Meter = new("DistributedLock");

    private static readonly Histogram<double> AcquireDuration = Seconds(
        "distributedlock.acquire.duration", "How long acquisitions took, whatever their result.");

    private static readonly Histogram<double> HoldDuration = Seconds(
        "distributedlock.hold.duration", "How long locks were held, until they were released or lost.");

    private static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>(
        "distributedlock.active", "{lock}", "Locks and permits that this process holds.");

    private static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>(
        "distributedlock.waiting", "{waiter}", "Acquisitions of this process that are under way.");

    private static readonly Counter<long> Losses = Meter.CreateCounter<long>(
        "distributedlock.losses", "{lock}", "Locks that were lost before they were released.");

    private static readonly Counter<long> Renewals = Meter.CreateCounter<long>(
        "distributedlock.renewals", "{renewal}", "Renewals of leases, with error.type where they failed.");

    private static readonly Counter<long> ReleaseFailures = Meter.CreateCounter<long>(
        "distributedlock.release.failures", "{failure}", "Releases that the store did not acknowledge.");

    private static readonly Counter<long> CircuitOpenings = Meter.CreateCounter<long>(
        "distributedlock.circuit.openings", "{opening}", "How often a store was found to be down, so that acquisitions failed at once.");

    private static readonly UpDownCounter<long> OpenCircuits = Meter.CreateUpDownCounter<long>(
        "distributedlock.circuit.open", "{circuit}", "Providers of this process whose acquisitions fail at once.");

    private static readonly Counter<long> ForceReleases = Meter.CreateCounter<long>(
        "distributedlock.force_releases", "{lock}", "Holds, of whatever process, that this process ended by force.");

    /// <summary>Whether anybody listens to what a single acquisition tells.</summary>
    public static bool IsListening => AcquireDuration.Enabled || HoldDuration.Enabled || Active.Enabled || Waiting.Enabled;

    /// <returns>Whether it was counted. What was not must not be counted down: who begins to listen in between would hear of less than nothing.</returns>
    public static bool WaitBegan(in TagList tags)
    {
        var isCounted = Waiting.Enabled; // asked first: who listens from here on hears nothing, rather than less than nothing
        Add(Waiting, isCounted ? 1 : 0, tags);
        return isCounted;
    }

    public static void WaitEnded(in TagList tags, bool wasCounted, TimeSpan duration, string result, string? errorType)
    {
        Add(Waiting, wasCounted ? -1 : 0, tags);
        var withResult = tags;
        withResult.Add(LockTags.Result, result);
        if (errorType is not null)
        {
            withResult.Add(LockTags.ErrorType, errorType);
        }

        Record(AcquireDuration, duration, withResult);
    }

    /// <inheritdoc cref="WaitBegan"/>
    public static bool HoldBegan(in TagList tags)
    {
        var isCounted = Active.Enabled;
        Add(Active, isCounted ? 1 : 0, tags);
        return isCounted;
    }

    public static void HoldEnded(in TagList tags, bool wasCounted, TimeSpan duration)
    {
        Add(Active, wasCounted ? -1 : 0, tags);
        Record(HoldDuration, duration, tags);
    }

    public static void Lost(LockRequest request, string provider, LockLossReason reason)
    {
        if (Losses.Enabled)
        {
            var tags = LockTags.Of(request, provider);
            tags.Add(LockTags.LossReason, LockTags.ReasonOf(reason));
            Add(Losses, tags);
        }
    }

    /// <param name="request">What was asked for.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="errorType">What went wrong; <see langword="null"/> for nothing.</param>
    public static void Renewed(LockRequest request, string provider, string? errorType)
    {
        if (Renewals.Enabled)
        {
            var tags = LockTags.Of(request, provider);
            if (errorType is not null)
            {
                tags.Add(LockTags.ErrorType, errorType);
            }

            Add(Renewals, tags);
        }
    }

    public static void ReleaseFailed(LockRequest request, string provider, string errorType)
    {
        if (ReleaseFailures.Enabled)
        {
            var tags = LockTags.Of(request, provider);
            tags.Add(LockTags.ErrorType, errorType);
            Add(ReleaseFailures, tags);
        }
    }

    /// <inheritdoc cref="WaitBegan"/>
    public static bool CircuitOpened(string provider)
    {
        var tags = new TagList { { LockTags.Provider, provider } };
        Add(CircuitOpenings, tags);
        var isCounted = OpenCircuits.Enabled;
        Add(OpenCircuits, isCounted ? 1 : 0, tags);
        return isCounted;
    }

    public static void CircuitClosed(string provider, bool wasCounted) =>
        Add(OpenCircuits, wasCounted ? -1 : 0, new TagList { { LockTags.Provider, provider } });

    public static void ForceReleased(LockRequest request, string provider)
    {
        if (ForceReleases.Enabled)
        {
            Add(ForceReleases, LockTags.Of(request, provider));
        }
    }

    private static void Add(UpDownCounter<long> counter, int difference, in TagList tags)
    {
        if (difference == 0)
        {
            return;
        }

        try
        {
            counter.Add(difference, tags);
        }
        catch (Exception)
        {
            // A listener's.
        }
    }

    private static void Add(Counter<long> counter, in TagList tags)
    {
        try
        {
            counter.Add(1, tags);
        }
        catch (Exception)
        {
            // A listener's.
        }
    }

    private static void Record(Histogram<double> histogram, TimeSpan duration, in TagList tags)
    {
        try
        {
            histogram.Record(duration.TotalSeconds, tags);
        }
        catch (Exception)
        {
            // A listener's.
        }
    }

    private static Histogram<double> Seconds(string name, string description) =>
#if NET10_0_OR_GREATER
        // From a round trip on one machine to a job that runs for an hour: the default buckets are made for milliseconds.
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600],
        });
#else
        Meter.CreateHistogram<double>(name, "s", description);
#endif
}
