using System.Diagnostics;

namespace DistributedLock.Telemetry;

/// <summary>The tags that every instrument and span carries. Their values are few: templates, not keys.</summary>
internal static class LockTags
{
    public const string Template = "lock.template";
    public const string Provider = "lock.provider";
    public const string Mode = "lock.mode";
    public const string Result = "lock.result";
    public const string LossReason = "lock.loss_reason";
    public const string ErrorType = "error.type";
    public const string Key = "lock.key";
    public const string FencingToken = "lock.fencing_token";

    /// <summary>What stands for the template of a lock taken without an attribute.</summary>
    public const string NoTemplate = "(none)";

    public static TagList Of(LockRequest request, string provider) => new()
    {
        { Template, TemplateOf(request) },
        { Provider, provider },
        { Mode, ModeOf(request) },
    };

    public static string TemplateOf(LockRequest request) => request.Definition?.Template ?? NoTemplate;

    public static string ModeOf(LockRequest request) => request.IsSemaphore ? "semaphore" : request.Mode == LockMode.Shared ? "shared" : "exclusive";

    public static string ReasonOf(LockLossReason reason) => reason switch
    {
        LockLossReason.NotHeld => "not_held",
        LockLossReason.SessionEnded => "session_ended",
        LockLossReason.HoldExceeded => "hold_exceeded",
        LockLossReason.ProviderDisposed => "provider_disposed",
        _ => "not_renewed",
    };
}
