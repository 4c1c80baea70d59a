using System.Globalization;
using System.Text.RegularExpressions;
using DistributedLock.Tests.Processes;
using Xunit;

namespace DistributedLock.Samples.Tests;

public sealed partial class LeaderElectionTests
{
    [Fact(Timeout = 90_000)]
    public async Task A_leader_that_is_stopped_is_followed_by_another_process_in_a_higher_term()
    {
        var before = Sample.Leftovers("leader");

        AssertPromised(await RunAsync("--candidates=2"), candidates: 2);

        Assert.Equal(before, Sample.Leftovers("leader"));
    }

    [Theory(Timeout = 90_000)]
    [InlineData("--redis")]
    [InlineData("--postgres")]
    public async Task The_candidates_may_also_share_a_server(string option) =>
        AssertPromised(await RunAsync("--candidates", "3", option, await Sample.ServerAsync(option)), candidates: 3);

    private static void AssertPromised(ConsoleRun run, int candidates)
    {
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.StartsWith($"{candidates} candidates led {candidates} terms: ", run.Output[^1], StringComparison.Ordinal);

        // Judged here once more, by what the processes said themselves.
        var leaders = run.Output.Select(line => Leads().Match(line)).Where(match => match.Success).ToList();
        var terms = leaders.Select(match => long.Parse(match.Groups["term"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(candidates, leaders.Select(match => match.Groups["who"].Value).Distinct().Count());
        Assert.Equal(terms.Order().Distinct(), terms);
        Assert.Equal(candidates, run.Output.Count(line => line.Contains("leads no more", StringComparison.Ordinal)));
    }

    private static Task<ConsoleRun> RunAsync(params string[] arguments) => Sample.RunAsync("LeaderElection", arguments);

    [GeneratedRegex("(?<who>candidate [0-9]) leads, term (?<term>[0-9]+)$")]
    private static partial Regex Leads();
}
