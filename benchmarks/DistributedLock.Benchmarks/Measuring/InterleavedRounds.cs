namespace DistributedLock.Benchmarks.Measuring;

/// <summary>
/// Measures several subjects in short rounds, each round in another order, so that what else the machine does meets all of them: the ratio of two values of one
/// round says more than that of two long runs.
/// </summary>
internal static class InterleavedRounds
{
    private const int Seed = 1;

    /// <returns>The samples of each subject, in their order.</returns>
    public static async Task<IReadOnlyList<Samples>> RunAsync(int warmUps, int rounds, params IReadOnlyList<Subject> subjects)
    {
        var values = subjects.Select(_ => new List<double>(rounds)).ToArray();
        var order = Enumerable.Range(0, subjects.Count).ToArray();
        var draws = new Random(Seed);
        for (var round = 0; round < warmUps + rounds; round++)
        {
            draws.Shuffle(order); // a rotation would give each the same predecessor nearly always
            foreach (var subject in order)
            {
                var value = await subjects[subject].MeasureAsync();
                if (round >= warmUps)
                {
                    values[subject].Add(value);
                }
            }
        }

        return [.. subjects.Zip(values, static (subject, measured) => new Samples(subject.Name, measured))];
    }
}
