namespace DistributedLock.Torture.Tests;

/// <summary>Beside the other mistakes, because it takes the time that every key has to become free.</summary>
public sealed class LeakingBackendTests
{
    [Fact(Timeout = TortureSlice.Limit)]
    public Task Lock_that_a_living_process_has_forgotten_is_found() =>
        BrokenBackendTests.FindsAsync(BrokenBackendTests.Broken("redis", Breakage.KeptLease) with { Duration = TimeSpan.FromSeconds(10) }, Rule.StillHeld);
}
