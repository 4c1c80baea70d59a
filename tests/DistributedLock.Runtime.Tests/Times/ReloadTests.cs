using DistributedLock.Runtime.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Times;

/// <summary>What happens while the configuration changes.</summary>
public sealed class ReloadTests
{
    private const int Limit = 60_000;

    private static readonly LockDefinition Order = new("order-{id}", "Shop.Orders.Place") { Profile = "slow" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task New_times_hold_for_acquisitions_that_start_afterwards_and_are_told()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(("DistributedLock:Profiles:slow:LeaseSeconds", "60"), ("DistributedLock:Locks:0:Template", "gone"), ("DistributedLock:Locks:0:LeaseSeconds", "5")));
        Assert.Equal(60, (await application.TakeAsync(Order)).Lease.TotalSeconds);

        application.Settings.ChangeTo(
            ("DistributedLock:Profiles:slow:LeaseSeconds", "90"), ("DistributedLock:Defaults:TimeoutSeconds", "Infinity"), ("DistributedLock:Profiles:new:MaxHoldSeconds", "0.5"));

        var taken = await application.TakeAsync(Order);
        Assert.Equal((90, Timeout.InfiniteTimeSpan), (taken.Lease.TotalSeconds, taken.Timeout));
        var (level, id, message, _) = Assert.Single(application.LoggedTimes);
        Assert.Equal((LogLevel.Information, 40), (level, id));
        Assert.EndsWith(
            "(AddDistributedLock(...)) have changed, for acquisitions that start from now on: Defaults Timeout not set -> for ever; profile 'new' MaxHold not set -> 0.5 s; " +
            "profile 'slow' Lease 60 s -> 90 s; 'gone' removed",
            message,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Change_of_other_settings_is_not_told()
    {
        await using var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:Defaults:LeaseSeconds", "60"), ("Logging:Level", "a")));
        await application.TakeAsync(new LockRequest("k"));

        application.Settings.ChangeTo(("DistributedLock:Defaults:LeaseSeconds", "60.0"), ("Logging:Level", "b"));

        Assert.Empty(application.LoggedTimes);
    }

    [Fact(Timeout = Limit)]
    public async Task Reload_with_mistakes_keeps_the_old_times_and_is_told_once_until_it_changes()
    {
        await using var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:Profiles:slow:LeaseSeconds", "60")));
        await application.StartAsync();
        (string, string?)[] wrong = [("DistributedLock:Profiles:slow:LeaseSeconds", "70"), ("DistributedLock:Defaults:TimeoutSeconds", "abc")];

        application.Settings.ChangeTo(wrong);
        application.Settings.ChangeTo(wrong);

        Assert.Equal(60, (await application.TakeAsync(Order)).Lease.TotalSeconds);
        var (level, id, message, _) = Assert.Single(application.LoggedTimes);
        Assert.Equal((LogLevel.Error, 41), (level, id));
        Assert.EndsWith("the times before it stay. DistributedLock:Defaults:TimeoutSeconds is 'abc': expected seconds, 0 (one try) to about 49 days, or Infinity to wait for ever, such as 10", message, StringComparison.Ordinal);

        application.Settings.ChangeTo([.. wrong, ("DistributedLock:Defaults:Lease", "5")]);
        application.Settings.ChangeTo(("DistributedLock:Profiles:slow:LeaseSeconds", "80"));

        Assert.Equal([41, 41, 40], application.LoggedTimes.Select(static entry => entry.Id));
        Assert.Equal(80, (await application.TakeAsync(Order)).Lease.TotalSeconds);
    }

    [Fact(Timeout = Limit)]
    public async Task Reload_that_takes_a_declared_lock_its_profile_or_its_sense_is_refused()
    {
        await using var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:Profiles:slow:LeaseSeconds", "60")));
        application.Declare(Order);
        application.Declare(new LockDefinition("tick", "Shop.Tick.Run") { HoldAtLeast = TimeSpan.FromSeconds(25), Lease = TimeSpan.FromSeconds(30) });
        await application.StartAsync();

        application.Settings.ChangeTo(("DistributedLock:Defaults:LeaseSeconds", "40"));
        application.Settings.ChangeTo(
            ("DistributedLock:Profiles:slow:LeaseSeconds", "50"), ("DistributedLock:Locks:0:Template", "tick"), ("DistributedLock:Locks:0:LeaseSeconds", "25"));

        Assert.Equal([41, 41], application.LoggedTimes.Select(static entry => entry.Id));
        Assert.Contains("names the profile 'slow', which is not configured", application.LoggedTimes[0].Message, StringComparison.Ordinal);
        Assert.Contains("The times of the lock 'tick' (Shop.Tick.Run) contradict each other", application.LoggedTimes[1].Message, StringComparison.Ordinal);
        Assert.Equal(60, (await application.TakeAsync(Order)).Lease.TotalSeconds);
    }

    [Fact(Timeout = Limit)]
    public async Task Configuration_that_was_wrong_from_the_beginning_can_be_mended_without_a_restart()
    {
        await using var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:Defaults:LeaseSeconds", "abc")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => application.TakeAsync(new LockRequest("k")));

        application.Settings.ChangeTo(("DistributedLock:Defaults:LeaseSeconds", "33"));

        Assert.Equal(33, (await application.TakeAsync(new LockRequest("k"))).Lease.TotalSeconds);
    }

    [Fact(Timeout = Limit)]
    public async Task Template_that_comes_by_a_reload_and_is_declared_nowhere_is_a_warning_once()
    {
        await using var application = new ConfiguredApplication(new ChangingSettings());
        application.Declare(new LockDefinition("order-{id}", "Shop.Orders.Place"));
        await application.StartAsync();

        application.Settings.ChangeTo(("DistributedLock:Locks:0:Template", "order-{i}"));
        application.Settings.ChangeTo(("DistributedLock:Locks:0:Template", "order-{i}"), ("DistributedLock:Locks:0:LeaseSeconds", "5"));

        Assert.Equal([40, 42, 40], application.LoggedTimes.Select(static entry => entry.Id));
    }

    [Fact(Timeout = Limit)]
    public async Task Source_that_throws_while_it_is_read_again_keeps_the_old_times()
    {
        var source = new ThrowingSettings();
        var log = new RecordingLogger();
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(new OneLogger(log));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Add(source).Build());
        services.AddDistributedLock(static locks => locks.UseInMemory());
        await using var container = services.BuildServiceProvider();
        var locks = container.GetRequiredService<IDistributedLockProvider>();

        source.Break();

        await using var handle = await locks.AcquireAsync("k", cancellationToken: Token);
        Assert.Equal(44, Assert.Single(log.Entries, static entry => entry.Id is >= 40 and < 50).Id);
    }

    [Fact(Timeout = Limit)]
    public async Task Section_that_is_named_and_not_there_is_a_warning_and_the_default_one_is_not_read()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(("DistributedLock:Defaults:LeaseSeconds", "60")), static times => times.Section = "Shop:Locks");

        await application.StartAsync();

        Assert.Equal(43, Assert.Single(application.LoggedTimes).Id);
        Assert.Equal(LockRequest.DefaultLease, (await application.TakeAsync(new LockRequest("k"))).Lease);

        application.Settings.ChangeTo(("Shop:Locks:Defaults:LeaseSeconds", "61"));
        Assert.Equal(61, (await application.TakeAsync(new LockRequest("k"))).Lease.TotalSeconds);
    }

    [Fact(Timeout = Limit)]
    public async Task Container_that_is_disposed_hears_of_no_change_any_more()
    {
        var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:Defaults:LeaseSeconds", "60")));
        await application.TakeAsync(new LockRequest("k"));
        await application.DisposeAsync();

        application.Settings.ChangeTo(("DistributedLock:Defaults:LeaseSeconds", "61"));

        Assert.Empty(application.LoggedTimes);
    }

    [Fact(Timeout = Limit)]
    public async Task Acquisition_sees_one_state_of_the_configuration_and_never_parts_of_two()
    {
        const int Changes = 400;
        await using var application = new ConfiguredApplication(State(0));
        application.Store.Answer = static (_, _) => default;
        var locks = application.Locks;
        var isOver = 0;
        var takers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                var seen = 0;
                while (Volatile.Read(ref isOver) == 0)
                {
                    Assert.Null(await locks.TryAcquireAsync(Order.CreateRequest("k") with { TrackFlow = false }, Token));
                    Assert.Null(await locks.TryAcquireAsync(new LockRequest("k") { TrackFlow = false }, Token));
                    seen++;
                }

                return seen;
            },
            Token)).ToList();

        for (var number = 1; number <= Changes; number++)
        {
            application.Settings.ChangeTo(Values(number));
        }

        Volatile.Write(ref isOver, 1);
        Assert.All(await Task.WhenAll(takers), static seen => Assert.True(seen > 0));

        // In each state the four times are one number and its multiples.
        Assert.All(application.Store.Requests, static request => Assert.Equal(
            (2 * request.Timeout, 3 * request.Timeout, (TimeSpan?)(4 * request.Timeout)),
            (request.HoldAtLeast, request.Lease, request.MaxHold)));
        Assert.Equal(1 + Changes, (await application.TakeOrNullAsync(Order)).Timeout.TotalSeconds);
        Assert.Equal(Changes, application.LoggedTimes.Count(static entry => entry.Id == 40));

        static ChangingSettings State(int number) => new(Values(number));

        static (string, string?)[] Values(int number) =>
        [
            .. new[] { "Defaults", "Profiles:slow" }.SelectMany(level => new[] { ("TimeoutSeconds", 1), ("HoldAtLeastSeconds", 2), ("LeaseSeconds", 3), ("MaxHoldSeconds", 4) }
                .Select(time => ($"DistributedLock:{level}:{time.Item1}", (string?)((number + 1) * time.Item2).ToString(System.Globalization.CultureInfo.InvariantCulture)))),
        ];
    }
}
