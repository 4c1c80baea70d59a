namespace DistributedLock.Testing;

/// <summary>One event of a <see cref="LockRecorder"/>. Immutable and thread-safe.</summary>
/// <param name="Number">The place in the record, from 1.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Acquisition">The number of the request, from 1: what happened to one request, and to the lock it got, has the same one.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="At">When, by the provider's clock.</param>
public sealed record RecordedLockEvent(int Number, RecordedLockEventKind Kind, int Acquisition, LockRequest Request, DateTimeOffset At)
{
    /// <summary>The key as it was requested.</summary>
    public LockKey Key => Request.Key;

    /// <summary>The template of the lock; <see langword="null"/> when it was taken without an attribute.</summary>
    public string? Template => Request.Definition?.Template;

    /// <summary>Exclusive or shared; exclusive for a permit.</summary>
    public LockMode Mode => Request.Mode;

    /// <summary>The name of the provider that was asked.</summary>
    public required string Provider { get; init; }

    /// <summary>The fencing token of the lock; <see langword="null"/> before it is acquired, and where the backend gives none.</summary>
    public long? FencingToken { get; init; }

    /// <summary>Why the request failed; set for <see cref="RecordedLockEventKind.Failed"/> alone.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Why the lock was lost; <see cref="LockLossReason.None"/> for every other event.</summary>
    public LockLossReason LossReason { get; init; }

    /// <summary>Whether this is about the lock of that name.</summary>
    /// <param name="name">A key or a template.</param>
    public bool IsOf(string name) => Key.Value == name || Template == name;

    /// <summary>The event in one line.</summary>
    public override string ToString()
    {
        var kind = Request.MaxConcurrency > 1 ? $"permit of {Request.MaxConcurrency}" : Mode.ToString().ToLowerInvariant();
        var token = FencingToken is { } number ? FormattableString.Invariant($", token {number}") : "";
        var why = Exception is not null ? $": {Exception.GetType().Name}: {Exception.Message}" : LossReason != LockLossReason.None ? $": {LossReason}" : "";
        return $"{Kind.ToString().ToLowerInvariant(),-9} '{Key.Value}' (request {Acquisition}, {kind}{token}){why}";
    }
}
