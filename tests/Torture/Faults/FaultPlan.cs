using DistributedLock.Testing;

namespace DistributedLock.Torture;

/// <summary>The faults of a run, all drawn before it begins. The same seed gives the same plan, on every machine; what the processes do meanwhile is their own.</summary>
internal static class FaultPlan
{
    /// <summary>Draws a plan.</summary>
    /// <param name="seed">What it follows from.</param>
    /// <param name="duration">How long the run lasts. Nothing begins in its last eighth, and at most ten seconds of it: what was begun has to end.</param>
    /// <param name="every">How far apart faults are on average; at least a fifth of that, at most the rest of twice it.</param>
    /// <param name="names">Which ones. Those that the tortured processes live through come three times as often as those that clear the board.</param>
    /// <param name="places">How many workers there are.</param>
    /// <param name="lease">What the length of a fault is measured by: from a fifth of it to three times of it.</param>
    public static IReadOnlyList<PlannedFault> Draw(int seed, TimeSpan duration, TimeSpan every, IReadOnlyList<string> names, int places, TimeSpan lease)
    {
        var plan = new List<PlannedFault>();
        if (names.Count == 0)
        {
            return plan;
        }

        var weighted = names.SelectMany(static name => Enumerable.Repeat(name, Weight(name))).ToList();
        var draws = new ChaosDraws(seed, "faults", 0);
        var end = duration - TimeSpan.FromSeconds(Math.Min(10, duration.TotalSeconds / 8));
        for (var at = every * (0.2 + (1.6 * draws.Next())); at < end; at += every * (0.2 + (1.6 * draws.Next())))
        {
            // Every number is drawn, needed or not: one kind of fault does not change the fate of another.
            var name = weighted[(int)(draws.Next() * weighted.Count)];
            var place = (int)(draws.Next() * places);
            var key = draws.Next() < 0.7 ? (int)(draws.Next() * 1000) : Skip(ref draws);
            var length = lease * Math.Exp(Math.Log(0.2) + (draws.Next() * Math.Log(15)));
            var clock = TimeSpan.FromSeconds(Math.Round((draws.Next() - 0.5) * 2 * 86_400));
            plan.Add(new PlannedFault(at, name, place, key, length, clock));
        }

        return plan;
    }

    private static int Weight(string name) => name switch
    {
        FaultNames.Kill or FaultNames.Stop => 6,
        FaultNames.Restart or FaultNames.Forget or FaultNames.Scripts or FaultNames.Clock => 2,
        _ => 3,
    };

    private static int? Skip(ref ChaosDraws draws)
    {
        draws.Next();
        return null;
    }
}
