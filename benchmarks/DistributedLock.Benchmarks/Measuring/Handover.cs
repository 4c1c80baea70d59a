using System.Diagnostics;

namespace DistributedLock.Benchmarks.Measuring;

/// <summary>
/// One side holds a lock and all others wait for it: how long it takes from the call of the release to the first line after the next holder's <c>await</c>.
/// </summary>
internal static class Handover
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Hand-overs in milliseconds, each after a ping that was measured in the same way.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="contended">The lock.</param>
    /// <param name="sides">How many hold it in turn or wait.</param>
    /// <param name="warmUps">Rounds that do not count.</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="rest">How long to wait before a release, so that the others really wait.</param>
    /// <param name="ping">One round trip to the server.</param>
    public static async Task<(Samples Handovers, Samples Pings)> MeasureAsync(
        string name, IContendedLock contended, int sides, int warmUps, int rounds, Func<TimeSpan> rest, Func<Task> ping)
    {
        var (handovers, pings) = (new List<double>(rounds), new List<double>(rounds));
        var held = await AcquireAsync(contended, 0);
        var waiting = Enumerable.Range(1, sides - 1).Select(side => AcquireAsync(contended, side)).ToList();
        for (var round = 0; round < warmUps + rounds; round++)
        {
            await Task.Delay(rest());
            var sent = Stopwatch.GetTimestamp();
            await ping();
            var pinged = Stopwatch.GetElapsedTime(sent);
            await Task.Delay(rest());

            var released = Stopwatch.GetTimestamp();
            await held.Lock.DisposeAsync();
            var next = await Task.WhenAny(waiting).WaitAsync(Patience);
            waiting.Remove(next);
            waiting.Add(AcquireAsync(contended, held.Side));
            held = await next;
            if (round >= warmUps)
            {
                handovers.Add(Stopwatch.GetElapsedTime(released, held.AcquiredAt).TotalMilliseconds);
                pings.Add(pinged.TotalMilliseconds);
            }
        }

        await held.Lock.DisposeAsync();
        while (waiting.Count > 0)
        {
            var next = await Task.WhenAny(waiting).WaitAsync(Patience);
            waiting.Remove(next);
            await (await next).Lock.DisposeAsync();
        }

        return (new Samples(name, handovers), new Samples("ping", pings));
    }

    private static async Task<(int Side, IAsyncDisposable Lock, long AcquiredAt)> AcquireAsync(IContendedLock contended, int side)
    {
        var acquired = await contended.AcquireAsync(side);
        return (side, acquired, Stopwatch.GetTimestamp());
    }
}
