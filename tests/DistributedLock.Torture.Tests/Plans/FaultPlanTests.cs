namespace DistributedLock.Torture.Tests;

public sealed class FaultPlanTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    [Fact]
    public void Plan_of_one_seed_is_always_the_same()
    {
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));

        // Also on another machine, and in another year.
        Assert.Equal("    2.209 s  clock           the holder of key 519, or else place 1 by 38207 s, for 0.321 s", Draw(1)[0].ToString());
    }

    [Fact]
    public void Plan_has_faults_of_all_kinds_within_its_time()
    {
        var plan = FaultPlan.Draw(5, Minute * 20, Every, FaultNames.All, places: 3, Lease);
        Assert.Equal(FaultNames.All.Order(), plan.Select(fault => fault.Name).Distinct().Order());
        Assert.InRange(plan.Count, 500, 700);
        Assert.All(plan, fault => Assert.InRange(fault.At, TimeSpan.Zero, (Minute * 20) - TimeSpan.FromSeconds(10)));
        Assert.All(plan, fault => Assert.InRange(fault.For, Lease * 0.19, Lease * 3.01));
        Assert.All(plan, fault => Assert.InRange(fault.Place, 0, 2));
        Assert.Contains(plan, fault => fault.HolderOf is null);
    }

    [Fact]
    public void Plan_without_faults_is_empty() => Assert.Empty(FaultPlan.Draw(1, Minute, Every, [], places: 3, Lease));

    private static IReadOnlyList<PlannedFault> Draw(int seed) => FaultPlan.Draw(seed, Minute, Every, FaultNames.All, places: 3, Lease);
}
