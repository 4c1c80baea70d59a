namespace DistributedLock.CodeModel.Parsing;

/// <summary>The values of the runtime's enumerations, which this assembly does not reference.</summary>
internal static class RuntimeValues
{
    public const int Throw = 1;
    public const int Skip = 2;
    public const int Reschedule = 3;
    public const int ModeExclusive = 1;
    public const int ModeShared = 2;
}
