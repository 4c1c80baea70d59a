using System.Globalization;
using Xunit;

namespace DistributedLock.Runtime.Tests.Times;

/// <summary>Built-in, defaults, profile, declaration, the configuration of that lock, the call: each goes over what stands before it; configuration goes over code.</summary>
public sealed class PrecedenceTests
{
    private const int Limit = 60_000;
    private const string Template = "order-{id}";

    private static readonly string[] Levels =
    [
        "code, defaults", "settings, defaults", "code, profile", "settings, profile", "declaration", "code, lock", "settings, lock", "call",
    ];

    public static TheoryData<string> Times => ["Timeout", "Lease", "HoldAtLeast", "MaxHold", "RescheduleAfter"];

    /// <summary>All 256 sets of levels that can say a time.</summary>
    [Theory(Timeout = Limit)]
    [MemberData(nameof(Times))]
    public async Task Time_is_that_of_the_highest_level_that_says_it(string time)
    {
        for (var set = 0; set < 1 << Levels.Length; set++)
        {
            var said = Enumerable.Range(0, Levels.Length).Select(level => (set & (1 << level)) != 0 ? TimeSpan.FromSeconds(level + 1) : (TimeSpan?)null).ToArray();
            if (time == "RescheduleAfter")
            {
                said[4] ??= TimeSpan.FromSeconds(5); // without it, the lock is none that is run again
                said[7] = null; // a call cannot say it
            }

            await using var application = new ConfiguredApplication(Settings(time, said), times => Configure(times, time, said));
            var request = Declare(time, said[4]).CreateRequest("k");
            request = said[7] is { } called ? Call(request, time, called) : request;

            var taken = await application.TakeAsync(request);

            Assert.True(Equals(said.LastOrDefault(static level => level is not null) ?? BuiltIn(time), Of(taken, time)), $"{time}, said by {string.Join("; ", Levels.Where((_, level) => said[level] is not null))}: {Of(taken, time)}");
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Levels_are_put_together_time_by_time()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(
                ("DistributedLock:Defaults:TimeoutSeconds", "5"), ("DistributedLock:Defaults:LeaseSeconds", "20"), ("DistributedLock:Defaults:MaxHoldSeconds", "500"),
                ("DistributedLock:Profiles:Slow:TimeoutMinutes", "2"), ("DistributedLock:Profiles:Slow:LeaseSeconds", "90.5"),
                ("DistributedLock:Locks:0:Template", "order-<id>"), ("DistributedLock:Locks:0:TimeoutSeconds", "Infinity")),
            static times => times.Profile("slow").HoldAtLeast = TimeSpan.FromSeconds(15));

        var taken = await application.TakeAsync(new LockDefinition(Template, "Shop.Orders.Place") { Profile = "SLOW", MaxHold = TimeSpan.FromSeconds(600) });

        Assert.Equal(
            (Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(90.5), TimeSpan.FromSeconds(15), (TimeSpan?)TimeSpan.FromSeconds(600)),
            (taken.Timeout, taken.Lease, taken.HoldAtLeast, taken.MaxHold));
    }

    [Fact(Timeout = Limit)]
    public async Task Request_without_a_declaration_has_the_defaults_for_what_it_does_not_say()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(("DistributedLock:Defaults:TimeoutSeconds", "3"), ("DistributedLock:Defaults:LeaseSeconds", "40")));

        await (await application.Locks.AcquireAsync("a", cancellationToken: TestContext.Current.CancellationToken)).DisposeAsync();
        await (await application.Locks.AcquireAsync("a", TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).DisposeAsync();
        application.Locks.Acquire("a", cancellationToken: TestContext.Current.CancellationToken).Dispose();
        await (await application.Locks.TryAcquireAsync("a", cancellationToken: TestContext.Current.CancellationToken))!.DisposeAsync();
        await (await application.Locks.AcquireAllAsync(["a"], cancellationToken: TestContext.Current.CancellationToken)).DisposeAsync();
        await (await ((IDistributedLockProvider)application.Locks).TryAcquireAsync(new LockRequest("a"), TestContext.Current.CancellationToken))!.DisposeAsync();

        Assert.Equal([3, 10, 3, 0, 3, 3], application.Store.Requests.Select(static request => Math.Ceiling(request.Timeout.TotalSeconds)));
        Assert.All(application.Store.Requests, static request => Assert.Equal(TimeSpan.FromSeconds(40), request.Lease));
    }

    [Fact(Timeout = Limit)]
    public async Task Wait_of_a_job_comes_from_its_profile_or_its_own_configuration_but_not_from_the_defaults()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(
                ("DistributedLock:Defaults:TimeoutSeconds", "60"), ("DistributedLock:Defaults:LeaseSeconds", "20"), ("DistributedLock:Profiles:Patient:TimeoutSeconds", "7"),
                ("DistributedLock:Profiles:Other:LeaseSeconds", "25"), ("DistributedLock:Locks:0:Template", "named"), ("DistributedLock:Locks:0:TimeoutSeconds", "9")));

        var waits = new List<(double, double)>();
        foreach (var definition in new[] { Job("a", "Patient"), Job("b", "Other"), Job("named", "Patient") })
        {
            var taken = await application.TakeAsync(definition);
            waits.Add((taken.Timeout.TotalSeconds, taken.Lease.TotalSeconds));
        }

        Assert.Equal([(7, 20), (0, 25), (9, 20)], waits);
        Assert.Equal(TimeSpan.Zero, Job("a", "Patient").CreateRequest("k").Timeout);

        static LockDefinition Job(string template, string profile) => new(template, "Shop.Job") { Profile = profile, DefaultTimeout = TimeSpan.Zero };
    }

    [Fact(Timeout = Limit)]
    public async Task Job_that_leaves_the_time_of_its_next_run_to_a_profile_has_that_or_the_default_or_a_minute()
    {
        var job = new LockDefinition("a", "Shop.Job") { Profile = "Later", DefaultRescheduleAfter = TimeSpan.FromSeconds(60) };
        var waiter = new LockDefinition("a", "Shop.Service") { Profile = "Later" };
        var after = new List<TimeSpan?>();
        foreach (var settings in new (string, string?)[][]
        {
            [("DistributedLock:Profiles:Later:RescheduleSeconds", "5"), ("DistributedLock:Defaults:RescheduleSeconds", "6")],
            [("DistributedLock:Profiles:Later:LeaseSeconds", "40"), ("DistributedLock:Defaults:RescheduleSeconds", "6")],
            [("DistributedLock:Profiles:Later:LeaseSeconds", "40")],
        })
        {
            await using var application = new ConfiguredApplication(new ChangingSettings(settings));
            after.Add((await application.TakeAsync(job)).RescheduleAfter);
            Assert.Null((await application.TakeAsync(waiter)).RescheduleAfter);
        }

        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(60)], after);
        Assert.Equal(TimeSpan.FromSeconds(60), job.CreateRequest("k").RescheduleAfter);
    }

    [Fact(Timeout = Limit)]
    public Task Declaration_gives_its_times_also_to_a_request_made_by_hand_whichever_is_said_first()
    {
        var definition = new LockDefinition(Template, "Shop.Orders.Place") { Timeout = TimeSpan.FromSeconds(2), Lease = TimeSpan.FromSeconds(3) };
        var first = new LockRequest("k") { Timeout = TimeSpan.FromSeconds(9), Definition = definition };
        var last = new LockRequest("k") { Definition = definition, Timeout = TimeSpan.FromSeconds(9) };
        Assert.Equal(first, last);
        Assert.Equal((TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(3)), (first.Timeout, first.Lease));
        Assert.Equal((TimeSpan.FromSeconds(9), LockRequest.DefaultLease), ((first with { Definition = null }).Timeout, (first with { Definition = null }).Lease));
        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public async Task Election_keeps_its_own_times()
    {
        await using var application = new ConfiguredApplication(
            new ChangingSettings(("DistributedLock:Defaults:MaxHoldSeconds", "25"), ("DistributedLock:Defaults:HoldAtLeastSeconds", "20"), ("DistributedLock:Defaults:TimeoutSeconds", "1")));

        var taken = await application.TakeAsync(new LeaderElectionOptions().CreateRequest("e"));

        Assert.Equal((Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(15), TimeSpan.Zero, (TimeSpan?)null), (taken.Timeout, taken.Lease, taken.HoldAtLeast, taken.MaxHold));
    }

    private static ChangingSettings Settings(string time, TimeSpan?[] said)
    {
        var name = time == "RescheduleAfter" ? "RescheduleSeconds" : time + "Seconds";
        var settings = new List<(string, string?)> { ("DistributedLock:Locks:a:Template", "order-<id>"), ("DistributedLock:Profiles:p:" + name, null) };
        Add("Defaults", said[1]);
        Add("Profiles:p", said[3]);
        Add("Locks:a", said[6]);
        return new ChangingSettings([.. settings.GroupBy(static setting => setting.Item1).Select(static same => same.Last())]);

        void Add(string level, TimeSpan? value)
        {
            if (value is { } seconds)
            {
                settings.Add(($"DistributedLock:{level}:{name}", seconds.TotalSeconds.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    private static void Configure(LockTimeOptions times, string time, TimeSpan?[] said)
    {
        Set(times.Defaults, said[0]);
        Set(times.Profile("p"), said[2]);
        Set(times.Lock(Template), said[5]);

        void Set(LockTimes level, TimeSpan? value)
        {
            switch (time)
            {
                case "Timeout": level.Timeout = value; break;
                case "Lease": level.Lease = value; break;
                case "HoldAtLeast": level.HoldAtLeast = value; break;
                case "MaxHold": level.MaxHold = value; break;
                default: level.RescheduleAfter = value; break;
            }
        }
    }

    private static LockDefinition Declare(string time, TimeSpan? said) => new(Template, "Shop.Orders.Place")
    {
        Profile = "p",
        Timeout = time == "Timeout" ? said : null,
        Lease = time == "Lease" ? said : null,
        HoldAtLeast = time == "HoldAtLeast" ? said : null,
        MaxHold = time == "MaxHold" ? said : null,
        RescheduleAfter = time == "RescheduleAfter" ? said : null,
    };

    private static LockRequest Call(LockRequest request, string time, TimeSpan said) => time switch
    {
        "Timeout" => request with { Timeout = said },
        "Lease" => request with { Lease = said },
        "HoldAtLeast" => request with { HoldAtLeast = said },
        _ => request with { MaxHold = said },
    };

    private static TimeSpan? BuiltIn(string time) => time switch
    {
        "Timeout" => TimeSpan.FromSeconds(10),
        "Lease" => TimeSpan.FromSeconds(30),
        "HoldAtLeast" => TimeSpan.Zero,
        _ => null,
    };

    private static TimeSpan? Of(LockRequest request, string time) => time switch
    {
        "Timeout" => request.Timeout,
        "Lease" => request.Lease,
        "HoldAtLeast" => request.HoldAtLeast,
        "MaxHold" => request.MaxHold,
        _ => request.RescheduleAfter,
    };
}
