namespace DistributedLock.CodeModel.Problems;

/// <summary>The ids of the diagnostics about declarations.</summary>
public static class ProblemIds
{
    public const string MethodNotPartial = "DLK0001";
    public const string TypeNotPartial = "DLK0002";
    public const string CoreMissing = "DLK0003";
    public const string TemplateMalformed = "DLK0004";
    public const string PlaceholderUnknown = "DLK0005";
    public const string PlaceholderWithoutText = "DLK0006";
    public const string PlaceholderMayBeNull = "DLK0007";
    public const string ProviderMissing = "DLK0008";
    public const string Unsupported = "DLK0009";
    public const string SkipWithoutResult = "DLK0010";
    public const string OptionsContradict = "DLK0011";
    public const string ImplementedExplicitly = "DLK0012";
}
