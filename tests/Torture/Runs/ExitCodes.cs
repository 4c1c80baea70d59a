namespace DistributedLock.Torture;

/// <summary>How the program ends.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Violation = 1;
    public const int Usage = 2;
    public const int CouldNotRun = 3;
}
