using DistributedLock.Tool.Map;

namespace DistributedLock.Tool.Tests.Map;

public sealed class LockCycleTests
{
    [Fact(Timeout = 30_000)]
    public void Order_without_a_circle_has_none() => Assert.Empty(LockCycle.In([Edge("a", "b"), Edge("b", "c"), Edge("a", "c")]));

    [Fact(Timeout = 30_000)]
    public void Circle_is_found_once_from_its_first_template()
    {
        var cycle = Assert.Single(LockCycle.In([Edge("c", "a"), Edge("a", "b"), Edge("b", "c")]));

        Assert.Equal(["a", "b", "c", "a"], cycle.Templates);
    }

    [Fact(Timeout = 30_000)]
    public void Two_shared_holds_do_not_wait_for_each_other() =>
        Assert.Empty(LockCycle.In([Edge("a", "b") with { IsTakenShared = true }, Edge("b", "a") with { IsHeldShared = true }]));

    [Fact(Timeout = 30_000)]
    public void Way_that_waits_is_found_beside_one_that_does_not() => Assert.Single(LockCycle.In(
        [Edge("a", "b") with { IsTakenShared = true }, Edge("a", "b"), Edge("b", "a") with { IsHeldShared = true }]));

    [Fact(Timeout = 30_000)]
    public void Common_gate_is_told()
    {
        var cycle = Assert.Single(LockCycle.In([Edge("a", "b") with { Gates = ["gate"] }, Edge("b", "a") with { Gates = ["other", "gate"] }]));

        Assert.Equal("gate", cycle.Gate);
    }

    [Fact(Timeout = 30_000)]
    public void Circles_that_share_a_template_are_two()
    {
        var cycles = LockCycle.In([Edge("a", "b"), Edge("b", "a"), Edge("b", "c"), Edge("c", "b")]);

        Assert.Equal(["a b a", "c b c"], cycles.Select(static cycle => string.Join(' ', cycle.Templates)).Order());
    }

    private static LockOrderEdge Edge(string held, string taken) => new(held, taken, "Shop", ["Shop.Run"]);
}
