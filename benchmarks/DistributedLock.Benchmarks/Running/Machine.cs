using System.Runtime.InteropServices;

namespace DistributedLock.Benchmarks.Running;

/// <summary>What of the machine belongs to its figures, and nothing that names it.</summary>
internal static class Machine
{
    public static string Description { get; } =
        $"{Environment.ProcessorCount} cores, {SystemName} {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}";

    private static string SystemName => OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsMacOS() ? "macOS" : OperatingSystem.IsWindows() ? "Windows" : "another system";
}
