namespace DistributedLock.Torture.Tests;

/// <summary>The oracle is worth what it finds: these mistakes in the store are seen within seconds.</summary>
public sealed class BrokenBackendTests
{
    [Theory(Timeout = TortureSlice.Limit)]
    [InlineData("redis")]
    [InlineData("postgres-lease")]
    public Task Release_that_does_not_look_whose_lease_it_ends_is_found(string backend) =>
        FindsAsync(Broken(backend, Breakage.ReleaseCheck, FaultNames.Stop), Rule.Exclusion, Rule.Superseded, Rule.TakenAway);

    [Theory(Timeout = TortureSlice.Limit)]
    [InlineData("redis")]
    [InlineData("postgres-lease")]
    public Task Lease_that_a_renewal_makes_again_is_found(string backend) =>
        FindsAsync(Broken(backend, Breakage.RecreatedLease, FaultNames.Forget), Rule.Exclusion, Rule.Superseded);

    [Theory(Timeout = TortureSlice.Limit)]
    [InlineData("redis")]
    [InlineData("postgres-lease")]
    public Task Deadline_that_is_too_late_is_found(string backend) =>
        FindsAsync(Broken(backend, Breakage.LateDeadline, FaultNames.Kill, FaultNames.Stop), Rule.Exclusion, Rule.Superseded, Rule.TakenAway);

    [Theory(Timeout = TortureSlice.Limit)]
    [InlineData("redis")]
    [InlineData("postgres-lease")]
    public Task Writer_beside_readers_is_found(string backend) =>
        FindsAsync(Broken(backend, Breakage.WriterAsReader) with { Modes = ["shared"] }, Rule.Exclusion, Rule.Superseded);

    [Theory(Timeout = TortureSlice.Limit)]
    [InlineData("redis")]
    [InlineData("postgres-lease")]
    public Task Permit_too_many_is_found(string backend) => FindsAsync(Broken(backend, Breakage.PermitTooMany) with { Modes = ["semaphore"] }, Rule.Permits);

    [Theory(Timeout = TortureSlice.Limit)]
    [InlineData("redis")]
    [InlineData("postgres-lease")]
    public Task Token_that_two_get_is_found(string backend) => FindsAsync(Broken(backend, Breakage.RepeatedToken), Rule.TokenTwice, Rule.TokenOrder, Rule.Superseded);

    internal static TortureOptions Broken(string backend, Breakage breakage, params string[] faults) => new()
    {
        Backend = Backend.Find(backend)!,
        Duration = TimeSpan.FromSeconds(90), // it ends with the first violation
        Seed = 3,
        Workers = 3,
        Loops = 2,
        Modes = ["exclusive"],
        Lease = TimeSpan.FromSeconds(1),
        Every = TimeSpan.FromSeconds(0.5),
        Faults = faults,
        Breakage = breakage,
    };

    internal static async Task FindsAsync(TortureOptions options, params Rule[] expected)
    {
        var result = await TortureSlice.RunAsync(options);
        Assert.NotEmpty(result.Violations);
        Assert.Equal(result.Doubt is null ? ExitCodes.Violation : ExitCodes.CouldNotRun, result.ExitCode); // in doubt when somebody set the machine's clock
        Assert.Contains(result.Violations[0].Violation.Rule, expected);
        Assert.Contains("VIOLATION of", result.Violations[0].Slice);
    }
}
