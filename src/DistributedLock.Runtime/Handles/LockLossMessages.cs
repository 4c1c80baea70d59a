namespace DistributedLock;

/// <summary>How the caller of a body is told why its lock was lost.</summary>
internal static class LockLossMessages
{
    public static LockLostException Exception(LockRequest request, LockLossReason reason, Exception? innerException)
    {
        var subject = LockMessages.Subject(request);
        return reason == LockLossReason.HoldExceeded
            ? new LockHoldExceededException(
                FormattableString.Invariant($"{subject} was held longer than its limit of {request.MaxHold?.TotalSeconds:0.###} s (MaxHold). ") +
                "The body was asked to stop. Raise the limit, or make the body shorter.",
                innerException)
            { Key = request.Key.Value, Template = request.Definition?.Template }
            : new LockLostException(
                $"{subject} was lost while the body ran ({Describe(reason)}): somebody else may have run beside it. " +
                "Check what the body did, and give the fencing token to the resource it changed.",
                innerException)
            { Key = request.Key.Value, Template = request.Definition?.Template };
    }

    private static string Describe(LockLossReason reason) => reason switch
    {
        LockLossReason.SessionEnded => "its session ended",
        LockLossReason.ProviderDisposed => "its provider was disposed",
        LockLossReason.HoldExceeded => "it was held too long",
        LockLossReason.NotRenewed => "it could not be renewed in time",
        _ => "the store no longer counts it as ours",
    };
}
