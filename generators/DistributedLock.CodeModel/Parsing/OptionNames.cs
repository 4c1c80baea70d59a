namespace DistributedLock.CodeModel.Parsing;

/// <summary>The attribute's properties.</summary>
public static class OptionNames
{
    public const string TimeoutSeconds = nameof(TimeoutSeconds);
    public const string TimeoutMinutes = nameof(TimeoutMinutes);
    public const string OnContention = nameof(OnContention);
    public const string Fallback = nameof(Fallback);
    public const string RescheduleSeconds = nameof(RescheduleSeconds);
    public const string Mode = nameof(Mode);
    public const string MaxConcurrency = nameof(MaxConcurrency);
    public const string LeaseSeconds = nameof(LeaseSeconds);
    public const string HoldAtLeastSeconds = nameof(HoldAtLeastSeconds);
    public const string MaxHoldSeconds = nameof(MaxHoldSeconds);
    public const string Core = nameof(Core);
    public const string Provider = nameof(Provider);
    public const string Profile = nameof(Profile);
    public const string Scope = nameof(Scope);
}
