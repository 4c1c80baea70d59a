using System.Diagnostics;

namespace DistributedLock.Benchmarks.Running;

/// <summary>How this program starts itself once more.</summary>
internal static class OwnProgram
{
    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new ProcessStartInfo(program, [typeof(OwnProgram).Assembly.Location, .. arguments])
            : new ProcessStartInfo(program, arguments);
    }
}
