using System.Diagnostics;

namespace DistributedLock.Telemetry;

/// <summary>
/// The spans of the activity source <c>DistributedLock</c>. Contention is no error: it is what locks are for. Never throws: what a listener throws would come
/// out of an acquisition, a renewal or a release.
/// </summary>
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

        Activity.Current = null; // it is nobody's child
        try
        {
            var activity = Source.StartActivity(
                ActivityKind.Client, links: acquisitions.Where(static context => context != default).Select(static context => new ActivityLink(context)), name: "renew");
            activity?.SetTag(LockTags.Provider, provider);
            activity?.SetTag("lock.count", count);
            return activity;
        }
        catch (Exception)
        {
            return null;
        }
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

        try
        {
            activity.Dispose();
        }
        catch (Exception)
        {
            Activity.Current = activity.Parent; // the listener's exception came before that
        }
    }

    private static Activity? Start(string verb, LockRequest request, string provider, bool recordsKey, ActivityContext parent)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var name = request.Definition is { } definition ? $"{verb} {definition.Template}" : verb;
        var current = Activity.Current;
        Activity? activity;
        try
        {
            activity = Source.StartActivity(name, ActivityKind.Client, parent);
        }
        catch (Exception)
        {
            Activity.Current = current;
            return null;
        }

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
