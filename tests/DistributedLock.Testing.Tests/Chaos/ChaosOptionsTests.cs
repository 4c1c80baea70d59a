namespace DistributedLock.Testing.Tests.Chaos;

public sealed class ChaosOptionsTests
{
    public static TheoryData<string, ChaosOptions> Wrong => new()
    {
        { "FaultProbability must be a number from 0 (never) to 1 (always).", new ChaosOptions { FaultProbability = 1.5 } },
        { "LossProbability must be a number from 0 (never) to 1 (always).", new ChaosOptions { LossProbability = -0.1 } },
        { "PauseProbability must be a number from 0 (never) to 1 (always).", new ChaosOptions { PauseProbability = double.NaN } },
        {
            "PauseAfter and PauseLength together must be a time from zero to 49 days.",
            new ChaosOptions { PauseAfter = TimeRange.UpTo(TimeSpan.FromDays(30)), PauseLength = TimeRange.UpTo(TimeSpan.FromDays(30)) }
        },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Setting_that_cannot_work_is_named(string message, ChaosOptions options)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new ChaosLockProvider(new InMemoryLockProvider(), options));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Range_that_cannot_work_is_named()
    {
        Assert.StartsWith("max must not be less than min", Assert.Throws<ArgumentOutOfRangeException>("max", () => new TimeRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1))).Message, StringComparison.Ordinal);
        Assert.StartsWith("min must be a time from zero", Assert.Throws<ArgumentOutOfRangeException>("min", () => new TimeRange(TimeSpan.FromSeconds(-1), TimeSpan.Zero)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("max", () => TimeRange.UpTo(TimeSpan.FromDays(50)));
    }

    [Fact(Timeout = 60_000)]
    public void Options_are_read_once()
    {
        var options = new ChaosOptions();
        using var chaos = new ChaosLockProvider(new InMemoryLockProvider(), options);

        options.FaultProbability = 1;

        using var handle = chaos.TryAcquire(new LockRequest("k"), TestContext.Current.CancellationToken);
        Assert.NotNull(handle);
    }

    [Fact(Timeout = 60_000)]
    public void Missing_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>("options", () => new ChaosLockProvider(new InMemoryLockProvider(), null!));
        Assert.Throws<ArgumentNullException>("inner", () => new ChaosLockProvider(null!, new ChaosOptions()));
    }
}
