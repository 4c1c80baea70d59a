using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Keys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DistributedLock.Runtime.Tests.Times;

/// <summary>Each mistake is told with the setting, what came and what was expected; all of them at once.</summary>
public sealed class MistakeTests
{
    private const int Limit = 60_000;

    private static readonly LockDefinition Order = new("order-{id}", "Shop.Orders.Place");

    public static TheoryData<string, string?, string> OneSetting => new()
    {
        { "Defaults:LeaseSeconds", "abc", "DistributedLock:Defaults:LeaseSeconds is 'abc': expected seconds, more than 0, at most about 49 days, such as 30" },
        { "Defaults:LeaseSeconds", "0", "DistributedLock:Defaults:LeaseSeconds is '0': expected seconds, more than 0, at most about 49 days, such as 30" },
        { "Defaults:LeaseSeconds", "Infinity", "DistributedLock:Defaults:LeaseSeconds is 'Infinity': expected seconds, more than 0, at most about 49 days, such as 30" },
        { "Defaults:LeaseSeconds", "00:00:30", "DistributedLock:Defaults:LeaseSeconds is '00:00:30': expected seconds, more than 0, at most about 49 days, such as 30" },
        { "Defaults:LeaseSeconds", "1,5", "DistributedLock:Defaults:LeaseSeconds is '1,5': expected seconds, more than 0, at most about 49 days, such as 30" },
        { "Defaults:TimeoutSeconds", "-1", "DistributedLock:Defaults:TimeoutSeconds is '-1': expected seconds, 0 (one try) to about 49 days, or Infinity to wait for ever, such as 10" },
        { "Defaults:TimeoutSeconds", "NaN", "DistributedLock:Defaults:TimeoutSeconds is 'NaN': expected seconds, 0 (one try) to about 49 days, or Infinity to wait for ever, such as 10" },
        { "Defaults:TimeoutSeconds", "-Infinity", "DistributedLock:Defaults:TimeoutSeconds is '-Infinity': expected seconds, 0 (one try) to about 49 days, or Infinity to wait for ever, such as 10" },
        { "Profiles:slow:TimeoutMinutes", "80000", "DistributedLock:Profiles:slow:TimeoutMinutes is '80000': expected minutes, 0 (one try) to about 49 days, or Infinity to wait for ever, such as 5" },
        { "Profiles:slow:HoldAtLeastSeconds", "true", "DistributedLock:Profiles:slow:HoldAtLeastSeconds is 'true': expected seconds, 0 to about 49 days, such as 20" },
        { "Defaults:MaxHoldSeconds", "1e9", "DistributedLock:Defaults:MaxHoldSeconds is '1e9': expected seconds, more than 0, at most about 49 days, such as 300" },
        { "Defaults:RescheduleSeconds", "0", "DistributedLock:Defaults:RescheduleSeconds is '0': expected seconds, more than 0, at most about 49 days, such as 60" },
        { "Defaults:LeaseSecond", "5", "DistributedLock:Defaults:LeaseSecond is no setting: did you mean LeaseSeconds?" },
        { "Defaults:Lease", "5", "DistributedLock:Defaults:Lease is no setting: did you mean LeaseSeconds?" },
        { "Defaults:Colour", "5", "DistributedLock:Defaults:Colour is no setting: expected TimeoutSeconds, TimeoutMinutes, LeaseSeconds, HoldAtLeastSeconds, MaxHoldSeconds or RescheduleSeconds" },
        { "Defaults:Mode", "Shared", "DistributedLock:Defaults:Mode cannot be configured: processes that differ in it would not exclude each other, so it stands in the code (Mode of the attribute). What can be: TimeoutSeconds, TimeoutMinutes, LeaseSeconds, HoldAtLeastSeconds, MaxHoldSeconds, RescheduleSeconds" },
        { "Profiles:slow:maxConcurrency", "3", "DistributedLock:Profiles:slow:maxConcurrency cannot be configured: processes that differ in it would not exclude each other, so it stands in the code (MaxConcurrency of the attribute)." },
        { "Defaults:OnContention", "Skip", "DistributedLock:Defaults:OnContention cannot be configured: code depends on it, so it stands there (OnContention of the attribute)." },
        { "Defaults:LeaseSeconds:Value", "5", "DistributedLock:Defaults:LeaseSeconds is a section: expected a number" },
        { "Defaults", "5", "DistributedLock:Defaults is '5': expected a section" },
        { "Profiles:slow", "5", "DistributedLock:Profiles:slow is '5': expected a section" },
        { "Locks:0", "order-{id}", "DistributedLock:Locks:0 is 'order-{id}': expected a section" },
        { "Locks:0:LeaseSeconds", "5", "DistributedLock:Locks:0 has no Template: expected the key template of a declared lock, such as \"invoice-{tenantId}\"" },
        { "Locks:0:Template", "order-{id", "DistributedLock:Locks:0:Template 'order-{id' is malformed: '{' is not closed: write '}' after the name, or '{{' for the character itself" },
        { "Default:LeaseSeconds", "5", "DistributedLock:Default is no setting: did you mean Defaults? Settings of your own need another section than 'DistributedLock'" },
        { "Redis", "localhost", "DistributedLock:Redis is no setting: expected Defaults, Profiles or Locks. Settings of your own need another section than 'DistributedLock', or name a section for the times of locks: ConfigureTimes(times => times.Section = \"...\")" },
        { "Defaults:HoldAtLeastSeconds", "30", "The defaults of all locks contradict each other: keeping the lock for at least 30 s (DistributedLock:Defaults:HoldAtLeastSeconds) is not below the lease of 30 s (the built-in one): raise the lease, or hold shorter" },
    };

    [Theory(Timeout = Limit)]
    [MemberData(nameof(OneSetting))]
    public async Task Mistake_in_one_setting_names_it_and_says_what_was_expected(string path, string? value, string expected)
    {
        using var _ = new HostileCulture();
        await using var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:" + path, value)));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(application.StartAsync);

        Assert.StartsWith($"The configured times of locks cannot be used, because of a mistake:{Environment.NewLine}- {expected}", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task All_mistakes_of_all_registrations_are_told_at_the_start_and_each_once()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(
                ("DistributedLock:Defaults:LeaseSeconds", "abc"),
                ("DistributedLock:Locks:0:Template", "order-{id}"), ("DistributedLock:Locks:0:TimeoutSeconds", "1"), ("DistributedLock:Locks:0:TimeoutMinutes", "1"),
                ("DistributedLock:Locks:1:Template", "order-<id>"), ("DistributedLock:Locks:1:MaxConcurrency", "4"),
                ("DistributedLock:Locks:2:Template", "stock"), ("DistributedLock:Locks:2:LeaseSeconds", "5"), ("DistributedLock:Locks:2:HoldAtLeastSeconds", "6")),
            static times => times.Profile("slow").Lease = TimeSpan.Zero,
            static services => services.AddDistributedLock("reports", static locks => locks.UseInMemory().ConfigureTimes(static times => times.Lock("stock-{id").Timeout = TimeSpan.FromSeconds(-2))));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(application.StartAsync);

        Assert.Equal(
            """
            The configured times of locks cannot be used, because of 7 mistakes:
            - ConfigureTimes: Profile("slow").Lease is 00:00:00: expected more than 0, at most about 49 days.
            - DistributedLock:Defaults:LeaseSeconds is 'abc': expected seconds, more than 0, at most about 49 days, such as 30.
            - DistributedLock:Locks:0:TimeoutMinutes and DistributedLock:Locks:0:TimeoutSeconds are both set: keep one of them.
            - DistributedLock:Locks:1:MaxConcurrency cannot be configured: processes that differ in it would not exclude each other, so it stands in the code (MaxConcurrency of the attribute). What can be: TimeoutSeconds, TimeoutMinutes, LeaseSeconds, HoldAtLeastSeconds, MaxHoldSeconds, RescheduleSeconds.
            - DistributedLock:Locks:1:Template is 'order-<id>', which DistributedLock:Locks:0 configures already: put both together.
            - The times of 'stock' contradict each other: keeping the lock for at least 6 s (DistributedLock:Locks:2:HoldAtLeastSeconds) is not below the lease of 5 s (DistributedLock:Locks:2:LeaseSeconds): raise the lease, or hold shorter.
            - ConfigureTimes: the template 'stock-{id' is malformed: '{' is not closed: write '}' after the name, or '{{' for the character itself.
            """.ReplaceLineEndings(Environment.NewLine),
            refused.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_host_the_first_use_tells_all_mistakes_and_every_form_of_it_does()
    {
        await using var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:Defaults:LeaseSeconds", "abc"), ("DistributedLock:Profile:x", "")));
        var locks = application.Locks;

        var messages = new[]
        {
            (await Assert.ThrowsAsync<InvalidOperationException>(async () => await locks.AcquireAsync("k", cancellationToken: TestContext.Current.CancellationToken))).Message,
            (await Assert.ThrowsAsync<InvalidOperationException>(async () => await locks.TryAcquireAllAsync(["k"], cancellationToken: TestContext.Current.CancellationToken))).Message,
            Assert.Throws<InvalidOperationException>(() => locks.TryAcquire("k", cancellationToken: TestContext.Current.CancellationToken)).Message,
            (await Assert.ThrowsAsync<InvalidOperationException>(() => locks.TryAcquireAsync(new LockRequest("k"), TestContext.Current.CancellationToken).AsTask())).Message,
        };

        Assert.All(messages, static message => Assert.Contains("because of 2 mistakes", message, StringComparison.Ordinal));
        Assert.Empty(application.Store.Requests);
    }

    [Fact(Timeout = Limit)]
    public async Task Profile_that_is_not_configured_stops_the_start_and_every_use()
    {
        await using var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:Profiles:slow:LeaseSeconds", "90")));
        var lost = new LockDefinition("order-{id}", "Shop.Orders.Place") { Profile = "sloww" };
        application.Declare(lost);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(application.StartAsync);
        var unused = await Assert.ThrowsAsync<InvalidOperationException>(() => application.TakeAsync(lost));

        const string expected = "The lock 'order-{id}' (Shop.Orders.Place) names the profile 'sloww', which is not configured (configured are slow): did you mean 'slow'?";
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(expected, unused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Profile_is_missing_also_where_nothing_is_configured_at_all()
    {
        await using var application = new ConfiguredApplication(settings: null);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => application.TakeAsync(new LockDefinition("k", "Shop.Orders.Place") { Profile = "slow" }));

        Assert.Contains("(no profile is): add Profiles:slow to the configuration, or ConfigureTimes(times => times.Profile(\"slow\"))", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Declaration_that_a_default_contradicts_stops_the_start_and_says_where_both_come_from()
    {
        await using var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:Defaults:LeaseSeconds", "15")));
        application.Declare(new LockDefinition("tick", "Shop.Tick.Run") { HoldAtLeast = TimeSpan.FromSeconds(20) });

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(application.StartAsync);

        Assert.Contains(
            "The times of the lock 'tick' (Shop.Tick.Run) contradict each other: keeping the lock for at least 20 s (its declaration) is not below the lease of 15 s " +
            "(DistributedLock:Defaults:LeaseSeconds): raise the lease, or hold shorter",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Longest_hold_that_is_not_above_the_least_is_a_contradiction()
    {
        await using var application = new ConfiguredApplication(new ChangingSettings(("DistributedLock:Defaults:MaxHoldSeconds", "20"), ("DistributedLock:Defaults:HoldAtLeastSeconds", "20")));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(application.StartAsync);

        Assert.Contains("the longest hold of 20 s (DistributedLock:Defaults:MaxHoldSeconds) is not above keeping the lock for at least 20 s", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Declaration_counts_as_wrong_only_where_no_registration_would_take_it()
    {
        await using var application = new ConfiguredApplication(
            settings: null,
            services: static services => services.AddDistributedLock("reports", static locks => locks.UseInMemory().ConfigureTimes(static times => times.Profile("slow"))));
        application.Declare(new LockDefinition("k", "Shop.Reports.Run") { Profile = "slow" });

        await application.StartAsync();

        await using var _ = await application.Services.GetRequiredKeyedService<IDistributedLockProvider>("reports")
            .AcquireAsync(new LockDefinition("k", "Shop.Reports.Run") { Profile = "slow" }.CreateRequest("k"), TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Template_that_nothing_declares_is_a_warning_with_the_nearest_one()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(
                ("DistributedLock:Locks:0:Template", "ordr-{id}"), ("DistributedLock:Locks:1:Template", "order-<id>"), ("DistributedLock:Locks:2:Template", "declared-in-metadata-{id}")));
        application.Declare(Order);

        await application.StartAsync();

        var (level, id, message, _) = Assert.Single(application.LoggedTimes);
        Assert.Equal((Microsoft.Extensions.Logging.LogLevel.Warning, 42), (level, id));
        Assert.StartsWith("DistributedLock:Locks:0 configures locks with the template 'ordr-{id}', and no loaded assembly", message, StringComparison.Ordinal);
        Assert.EndsWith("did you mean 'order-{id}'?", message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Empty_values_are_not_said()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(("DistributedLock:Defaults:LeaseSeconds", null), ("DistributedLock:Defaults:TimeoutSeconds", ""), ("DistributedLock:Locks", ""), ("DistributedLock:Profiles", null)));

        await application.StartAsync();

        Assert.Equal(LockRequest.DefaultLease, (await application.TakeAsync(Order)).Lease);
    }

    [Fact(Timeout = Limit)]
    public async Task Provider_without_a_container_has_its_mistakes_told_at_once()
    {
        var configuration = new ConfigurationBuilder().Add(new ChangingSettings(("Locks:Defaults:LeaseSeconds", "45"))).Build();
        var store = new RecordingProvider();
        await using var locks = (IAsyncDisposable)store.WithTimes(times => (times.Configuration, times.Section) = (configuration, "Locks"));
        await using var handle = await ((IDistributedLockProvider)locks).AcquireAsync("k", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(45), Assert.Single(store.Requests).Lease);

        var refused = Assert.Throws<InvalidOperationException>(() => store.WithTimes(static times => times.Defaults.Lease = TimeSpan.Zero));
        Assert.Contains("ConfigureTimes: Defaults.Lease is 00:00:00", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("provider", () => ((IDistributedLockProvider)locks).WithTimes(static _ => { }));
    }

    [Fact(Timeout = Limit)]
    public Task Name_or_template_that_is_empty_is_refused_where_it_is_written()
    {
        Assert.Throws<ArgumentException>("name", () => new LockTimeOptions().Profile(""));
        Assert.Throws<ArgumentException>("template", () => new LockTimeOptions().Lock(null!));
        return Task.CompletedTask;
    }
}
