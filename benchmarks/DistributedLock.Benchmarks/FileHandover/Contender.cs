using System.Diagnostics;

namespace DistributedLock.Benchmarks.FileHandover;

/// <summary>
/// One of the two processes that pass a lock to and fro. It holds the lock for longer than it pauses, so that the other one is always waiting
/// by the time of the release.
/// </summary>
internal static class Contender
{
    public const string Argument = "--file-handover-contender";

    private static readonly TimeSpan HoldTime = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>What the second process does: it prints its holds.</summary>
    public static async Task<int> ServeAsync(string directory, int rounds)
    {
        foreach (var hold in await RunAsync(2, directory, rounds))
        {
            Console.WriteLine(hold);
        }

        return 0;
    }

    public static async Task<List<Hold>> RunAsync(int process, string directory, int rounds)
    {
        await using var locks = new FileSystemLockProvider(directory);
        var holds = new List<Hold>(rounds);
        for (var round = 0; round < rounds; round++)
        {
            var requested = Stopwatch.GetTimestamp();
            await using (await locks.AcquireAsync("handover", TimeSpan.FromSeconds(30)))
            {
                var acquired = Stopwatch.GetTimestamp();
                await Task.Delay(HoldTime);
                holds.Add(new Hold(process, requested, acquired, Stopwatch.GetTimestamp()));
            }

            await Task.Delay(Pause);
        }

        return holds;
    }
}
