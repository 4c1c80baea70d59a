using System.Diagnostics;

namespace DistributedLock.Telemetry;

/// <summary>The spans of the activity source <c>DistributedLock</c>. Contention is no error: it is what locks are for.</summary>
internal static class LockActivities
{
    private static readonly ActivitySource Source = new("DistributedLock");

    public static bool IsListening => Source.HasListeners();

    public static Activity? StartAcquisition(LockRequest request, string provider, bool recordsKey) =>
        Start("acquire", request, provider, recordsKey, parent: default);

    public static void EndAcquisition(Activity? activity, string result, long? fencingToken, string? errorType)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag(LockTags.Result, result);
        if (fencingToken is { } token)
        {
            activity.SetTag(LockTags.FencingToken, token);
        }

        End(activity, errorType);
    }

    /// <summary>A child of what runs now, if anything does; otherwise it stands beside the acquisition.</summary>
    public static Activity? StartRelease(LockRequest request, string provider, bool recordsKey, ActivityContext acquisition) =>
        Start("release", request, provider, recordsKey, Activity.Current is null ? acquisition : default);

    /// <summary>One for a whole batch, linked to the spans in which its leases were acquired.</summary>
    public static Activity? StartRenewal(string provider, int count, IEnumerable<ActivityContext> acquisitions)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // It is nobody's child: the timer's context is that of whoever was first to take a lock.
        Activity.Current = null;
        var activity = Source.StartActivity(
            ActivityKind.Client, links: acquisitions.Where(static context => context != default).Select(static context => new ActivityLink(context)), name: "renew");
        activity?.SetTag(LockTags.Provider, provider);
        activity?.SetTag("lock.count", count);
        return activity;
    }

    /// <param name="activity">The span.</param>
    /// <param name="errorType">What went wrong; <see langword="null"/> for nothing. The message of an exception may hold the key, so it stays out.</param>
    public static void End(Activity? activity, string? errorType)
    {
        if (activity is null)
        {
            return;
        }

        if (errorType is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error);
            activity.SetTag(LockTags.ErrorType, errorType);
        }

        activity.Dispose();
    }

    private static Activity? Start(string verb, LockRequest request, string provider, bool recordsKey, ActivityContext parent)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var name = request.Definition is { } definition ? $"{verb} {definition.Template}" : verb;
        var activity = Source.StartActivity(name, ActivityKind.Client, parent);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(LockTags.Template, LockTags.TemplateOf(request));
            activity.SetTag(LockTags.Provider, provider);
            activity.SetTag(LockTags.Mode, LockTags.ModeOf(request));
            if (recordsKey)
            {
                activity.SetTag(LockTags.Key, request.Key.Value);
            }
        }

        return activity;
    }
}
