namespace DistributedLock.Tool.Doctor;

/// <summary>What a check has found.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Advice">What to do about it; <see langword="null"/> where there is nothing to do, or where the detail says it.</param>
internal sealed record Finding(CheckOutcome Outcome, string Detail, string? Advice)
{
    public static Finding Ok(string detail) => new(CheckOutcome.Ok, detail, null);

    public static Finding Warning(string detail, string? advice) => new(CheckOutcome.Warning, detail, advice);

    public static Finding Failed(string detail, string? advice = null) => new(CheckOutcome.Failed, detail, advice);
}
