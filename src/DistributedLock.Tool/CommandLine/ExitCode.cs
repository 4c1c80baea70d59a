namespace DistributedLock.Tool.CommandLine;

/// <summary>What the process ends with. Stable: scripts compare them, and docs/operations/distlock.md lists them.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int NothingThere = 1;
    public const int BadUsage = 2;
    public const int BackendFailed = 3;
    public const int NotSupported = 4;
    public const int Declined = 5;
    public const int Warning = 6;
    public const int CheckFailed = 7;
    public const int Unexpected = 70;
    public const int Interrupted = 130;
}
