namespace DistributedLock.Torture.Tests;

/// <summary>The oracle is worth what it finds: each mistake in the store has to be seen within seconds.</summary>
public sealed class BrokenBackendTests
{
    [Fact(Timeout = TortureSlice.Limit)]
    public Task Release_that_does_not_look_whose_lease_it_ends_is_found() =>
        FindsAsync(Breakage.ReleaseCheck, [FaultNames.Stop], Rule.Exclusion, Rule.Superseded, Rule.TakenAway);

    [Fact(Timeout = TortureSlice.Limit)]
    public Task Lease_that_is_made_again_is_found() => FindsAsync(Breakage.RecreatedLease, [FaultNames.Forget], Rule.Exclusion, Rule.Superseded);

    [Fact(Timeout = TortureSlice.Limit)]
    public Task Deadline_that_is_too_late_is_found() => FindsAsync(Breakage.LateDeadline, [FaultNames.Kill, FaultNames.Stop], Rule.Exclusion);

    private static async Task FindsAsync(Breakage breakage, IReadOnlyList<string> faults, params Rule[] expected)
    {
        var result = await TortureSlice.RunAsync(new TortureOptions
        {
            Backend = Backend.Find("redis")!,
            Duration = TimeSpan.FromMinutes(1), // it ends with the first violation
            Seed = 3,
            Workers = 3,
            Loops = 2,
            Modes = ["exclusive"],
            Lease = TimeSpan.FromSeconds(1),
            Every = TimeSpan.FromSeconds(0.5),
            Faults = faults,
            Breakage = breakage,
        });
        Assert.Equal(ExitCodes.Violation, result.ExitCode);
        Assert.Contains(result.Violations[0].Violation.Rule, expected);
        Assert.Contains("VIOLATION of", result.Violations[0].Slice);
    }
}
