using DistributedLock.CodeModel.Methods;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>After how long a job is run again that did not get its lock.</summary>
/// <param name="Expression">The time, as a C# expression.</param>
/// <param name="IsDefault">Whether the declaration leaves it to its profile, so that this is only what holds where that says nothing.</param>
internal sealed record RescheduleTime(string Expression, bool IsDefault)
{
    /// <summary>What holds where a profile is named, and nothing says a time.</summary>
    public static RescheduleTime Default { get; } = new("global::System.TimeSpan.FromSeconds(60)", IsDefault: true);

    public LockOptions AddTo(LockOptions options) => IsDefault ? options with { DefaultRescheduleAfter = Expression } : options with { RescheduleAfter = Expression };
}
