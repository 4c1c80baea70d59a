using DistributedLock.Jobs.Tests.Quartz.Jobs;
using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz;

/// <summary>Which keys jobs lock: from their data, their input, their own members and those of their base classes.</summary>
public sealed class KeyTests : QuartzTest
{
    private readonly LosableProvider _locks = new();

    public static TheoryData<object, string> Values => new()
    {
        { "a/b", "tenant-a/b" },
        { 7, "tenant-7" },
        { 1.50m, "tenant-1.5" },
        { true, "tenant-true" },
        { DayOfWeek.Friday, "tenant-Friday" },
        { new DateTime(2026, 11, 21, 4, 5, 6, DateTimeKind.Utc), "tenant-2026-11-21T04:05:06.0000000Z" },
        { new Guid("11111111-2222-3333-4444-55555555AAAA"), "tenant-11111111-2222-3333-4444-55555555aaaa" },
    };

    private IEnumerable<string> Keys => _locks.Requests.Select(static request => request.Key.Value);

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Values))]
    public async Task Data_of_any_type_has_its_canonical_text(object value, string key)
    {
        await (await StartAsync(_locks)).RunAsync<TenantJob>(Stop, ("tenantId", value));

        Assert.Equal([key], Keys);
    }

    [Fact(Timeout = Limit)]
    public async Task Data_that_is_not_there_fails_the_job_and_is_named()
    {
        var run = await (await StartAsync(_locks)).RunAsync<TenantJob>(Stop, ("tenantID", "a"));

        var inner = Assert.IsType<ArgumentException>(run.Failure!.InnerException);
        Assert.Contains("'{MergedJobDataMap[tenantId]}'", inner.Message, StringComparison.Ordinal);
        Assert.Empty(Keys);
        Assert.Empty(Probe.Ran);
    }

    [Fact(Timeout = Limit)]
    public async Task Typed_input_is_in_the_key_and_reaches_the_body()
    {
        var machine = await StartAsync(_locks);
        var trigger = TriggerBuilder.Create<MailJob>().StartNow().UsingInput(new Mail("ann", "hello")).Build();

        await machine.Scheduler.ScheduleJob(JobBuilder.Create<MailJob>().Build(), trigger, cancellationToken: Stop);

        var run = await machine.Runs.NextAsync(Stop);
        Assert.Equal(ExecutionOutcome.Succeeded, run.Outcome);
        Assert.Equal(["mail-ann"], Keys);
        Assert.Equal(["hello to ann"], Probe.Ran);
    }

    [Fact(Timeout = Limit)]
    public async Task Derived_class_has_the_lock_of_its_base_class()
    {
        await (await StartAsync(_locks)).RunAsync<NorthJob>(Stop);

        Assert.Equal(["area-north"], Keys);
        Assert.Equal(["north"], Probe.Ran);
    }

    [Fact(Timeout = Limit)]
    public async Task Derived_class_with_a_lock_of_its_own_takes_both()
    {
        await (await StartAsync(_locks)).RunAsync<SouthJob<int>>(Stop);

        Assert.Equal(["area-south", "type-DEFAULT-Int32"], Keys);
        Assert.Equal(["south"], Probe.Ran);
    }
}
