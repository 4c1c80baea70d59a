using System.Diagnostics;
using System.Globalization;

namespace DistributedLock.Analyzers.Tests.Mutations;

/// <summary>
/// How long mutations are tried, and from which number on. The environment can ask for more: DISTRIBUTEDLOCK_MUTATION_SECONDS and DISTRIBUTEDLOCK_MUTATION_SEED.
/// </summary>
internal sealed class MutationBudget(int seconds)
{
    private readonly TimeSpan _length = TimeSpan.FromSeconds(Number("DISTRIBUTEDLOCK_MUTATION_SECONDS") ?? seconds);
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>One number for each mutation, always the same ones; how many of them depends on the machine.</summary>
    public IEnumerable<int> Seeds()
    {
        for (var seed = Number("DISTRIBUTEDLOCK_MUTATION_SEED") ?? 1; Stopwatch.GetElapsedTime(_start) < _length; seed++)
        {
            yield return seed;
        }
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
