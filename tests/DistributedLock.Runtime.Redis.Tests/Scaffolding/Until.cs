using System.Diagnostics;

namespace DistributedLock.Redis.Tests;

/// <summary>For what only the server can tell, and announces by no event. Blocks no thread: the tests' threads are few.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"This did not become true: {what}.");
            await Task.Delay(5, cancellationToken);
        }
    }
}
