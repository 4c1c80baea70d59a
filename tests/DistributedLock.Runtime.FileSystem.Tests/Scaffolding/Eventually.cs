using System.Diagnostics;

namespace DistributedLock.FileSystem.Tests;

/// <summary>For what announces itself by no event, such as another process's registration in a file.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task IsTrueAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "The condition did not become true in time.");
            await Task.Delay(1, cancellationToken);
        }
    }
}
