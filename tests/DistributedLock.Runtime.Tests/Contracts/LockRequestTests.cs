using Xunit;

namespace DistributedLock.Runtime.Tests.Contracts;

public sealed class LockRequestTests
{
    private static readonly LockRequest Request = new("k");

    [Fact(Timeout = 30_000)]
    public Task Request_for_a_key_has_the_built_in_defaults()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), Request.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(30), Request.Lease);
        Assert.Equal(LockMode.Exclusive, Request.Mode);
        Assert.Equal(1, Request.MaxConcurrency);
        Assert.Equal(TimeSpan.Zero, Request.HoldAtLeast);
        Assert.Null(Request.MaxHold);
        Assert.Null(Request.Definition);
        Assert.Null(Request.Metadata);
        Assert.True(Request.TrackFlow);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Request_without_a_key_throws()
    {
        Assert.Throws<ArgumentException>(() => new LockRequest(default));
        Assert.Throws<ArgumentException>(() => Request with { Key = default });
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Timeout_takes_zero_infinity_and_the_longest_timer()
    {
        foreach (var timeout in new[] { TimeSpan.Zero, Timeout.InfiniteTimeSpan, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(uint.MaxValue - 1d) })
        {
            Assert.Equal(timeout, (Request with { Timeout = timeout }).Timeout);
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Value_out_of_range_throws_and_tells_the_option_and_what_was_expected()
    {
        AssertOutOfRange("Timeout", "zero to 49 days", () => Request with { Timeout = TimeSpan.FromSeconds(-1) });
        AssertOutOfRange("Timeout", "zero to 49 days", () => Request with { Timeout = TimeSpan.FromMilliseconds(uint.MaxValue) });
        AssertOutOfRange("Timeout", "zero to 49 days", () => Request with { Timeout = TimeSpan.MaxValue });
        AssertOutOfRange("Lease", "more than zero", () => Request with { Lease = TimeSpan.Zero });
        AssertOutOfRange("Lease", "more than zero", () => Request with { Lease = Timeout.InfiniteTimeSpan });
        AssertOutOfRange("Lease", "more than zero", () => Request with { Lease = TimeSpan.FromDays(50) });
        AssertOutOfRange("HoldAtLeast", "zero to 49 days", () => Request with { HoldAtLeast = TimeSpan.FromTicks(-1) });
        AssertOutOfRange("HoldAtLeast", "zero to 49 days", () => Request with { HoldAtLeast = TimeSpan.FromDays(50) });
        AssertOutOfRange("MaxHold", "more than zero", () => Request with { MaxHold = TimeSpan.Zero });
        AssertOutOfRange("MaxHold", "more than zero", () => Request with { MaxHold = TimeSpan.FromDays(50) });
        AssertOutOfRange("MaxConcurrency", "1 or more", () => Request with { MaxConcurrency = 0 });
        AssertOutOfRange("MaxConcurrency", "1 or more", () => Request with { MaxConcurrency = -3 });
        AssertOutOfRange("Mode", "LockMode.Exclusive or LockMode.Shared", () => Request with { Mode = (LockMode)9 });
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Default_mode_becomes_exclusive()
    {
        Assert.Equal(LockMode.Exclusive, (Request with { Mode = LockMode.Default }).Mode);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Shared_permit_is_a_contradiction_that_names_the_template()
    {
        var request = new LockDefinition("orders-{id}", "Shop.Orders.Run") { Mode = LockMode.Shared, MaxConcurrency = 3 }.CreateRequest("orders-1");
        var exception = Assert.Throws<ArgumentException>(request.ThrowIfContradictory);
        Assert.Contains("'orders-{id}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("MaxConcurrency = 3", exception.Message, StringComparison.Ordinal);
        (request with { Mode = LockMode.Exclusive }).ThrowIfContradictory();
        (request with { MaxConcurrency = 1 }).ThrowIfContradictory();
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Definition_that_sets_nothing_gives_the_defaults()
    {
        var definition = new LockDefinition("t-{x}", "A.B.C");
        var request = definition.CreateRequest("t-1");
        Assert.Equal(Request with { Key = "t-1", Definition = definition }, request);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Definition_gives_what_it_sets()
    {
        var definition = new LockDefinition("t-{x}", "A.B.C")
        {
            Timeout = Timeout.InfiniteTimeSpan,
            Mode = LockMode.Shared,
            Lease = TimeSpan.FromSeconds(5),
            HoldAtLeast = TimeSpan.FromSeconds(2),
            MaxHold = TimeSpan.FromMinutes(3),
        };
        var request = definition.CreateRequest("t-1");
        Assert.Equal(Timeout.InfiniteTimeSpan, request.Timeout);
        Assert.Equal(LockMode.Shared, request.Mode);
        Assert.Equal(TimeSpan.FromSeconds(5), request.Lease);
        Assert.Equal(TimeSpan.FromSeconds(2), request.HoldAtLeast);
        Assert.Equal(TimeSpan.FromMinutes(3), request.MaxHold);
        Assert.Same(definition, request.Definition);
        Assert.Equal(4, (new LockDefinition("t", "A") { MaxConcurrency = 4 }).CreateRequest("t").MaxConcurrency);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Definition_without_template_or_member_throws()
    {
        Assert.Throws<ArgumentNullException>("template", () => new LockDefinition(null!, "A"));
        Assert.Throws<ArgumentNullException>("member", () => new LockDefinition("t", null!));
        return Task.CompletedTask;
    }

    private static void AssertOutOfRange(string option, string expected, Func<LockRequest> create)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(option, create);
        Assert.Contains($"{option} must be {expected}", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(exception.ActualValue);
    }
}
