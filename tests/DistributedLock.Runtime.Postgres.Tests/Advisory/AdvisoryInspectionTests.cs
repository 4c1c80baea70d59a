using Npgsql;

namespace DistributedLock.Postgres.Tests;

public sealed class AdvisoryInspectionTests : PostgresLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Holder_of_a_key_is_told_by_mode_and_session()
    {
        var (holder, inspector) = (NewAdvisory(), NewAdvisory());
        var key = NewKey("shop:orders/Ä");
        Assert.Empty(await inspector.GetAsync(key, Stop));

        await using (await TakeAsync(holder, Exclusive(key)))
        {
            var info = Assert.Single(await inspector.GetAsync(key, Stop));
            Assert.Equal((key, LockMode.Exclusive, false, Application), (info.Key, info.Mode, info.IsSemaphore, info.Application));
            Assert.Equal((null, null, null), (info.HoldId, info.FencingToken, info.Remaining));
        }

        Assert.Empty(await inspector.GetAsync(key, Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Session_without_a_name_of_its_own_tells_process_and_application()
    {
        var unnamed = new NpgsqlConnectionStringBuilder(Shared) { ApplicationName = null }.ConnectionString;
        var holder = NewAdvisory(unnamed, static options => options.ApplicationName = "Shop Worker");
        var key = NewKey();
        await using var handle = await TakeAsync(holder, Exclusive(key));

        var info = Assert.Single(await holder.GetAsync(key, Stop));

        Assert.Equal((Environment.ProcessId, "Shop Worker"), (info.ProcessId, info.Application));
    }

    [Fact(Timeout = Limit)]
    public async Task Each_session_that_shares_a_lock_is_told_and_each_permit()
    {
        var (one, other) = (NewAdvisory(), NewAdvisory());
        var (shared, permits) = (NewKey("shared"), NewKey("permits"));
        await using var first = await TakeAsync(one, SharedMode(shared));
        await using var second = await TakeAsync(one, SharedMode(shared));
        await using var third = await TakeAsync(other, SharedMode(shared));
        await using var fourth = await TakeAsync(one, Permit(permits, 1000));
        await using var fifth = await TakeAsync(other, Permit(permits, 1000));

        Assert.Equal([LockMode.Shared, LockMode.Shared], (await one.GetAsync(shared, Stop)).Select(static info => info.Mode));
        Assert.Equal([true, true], (await one.GetAsync(permits, Stop)).Select(static info => info.IsSemaphore));
    }

    [Fact(Timeout = Limit)]
    public async Task Numbers_and_prefixes_are_looked_up_as_they_are_locked()
    {
        var number = BitConverter.ToInt64(Guid.NewGuid().ToByteArray());
        var (plain, prefixed) = (NewAdvisory(), NewAdvisory(configure: static options => options.KeyPrefix = "shop:"));
        var key = NewKey();
        await using var one = await TakeAsync(plain, new LockRequest(LockKey.FromInt64(number)) { Timeout = TimeSpan.Zero });
        await using var other = await TakeAsync(prefixed, Exclusive(key));

        Assert.Single(await plain.GetAsync(LockKey.FromInt64(number), Stop));
        Assert.Equal(key, Assert.Single(await prefixed.GetAsync(key, Stop)).Key);
        Assert.Empty(await plain.GetAsync(key, Stop));
    }

    [Fact(Timeout = Limit)]
    public async Task Force_release_names_the_session_that_an_administrator_can_end()
    {
        var (holder, inspector) = (NewAdvisory(), NewAdvisory(configure: static options => options.AllowForceRelease = true));
        var key = NewKey();
        await using var handle = await TakeAsync(holder, Exclusive(key));
        var held = Assert.Single(await inspector.GetAsync(key, Stop));

        var exception = await Assert.ThrowsAsync<NotSupportedException>(async () => await inspector.ForceReleaseAsync(held, Stop));

        // What it says to do works.
        var command = exception.Message[exception.Message.IndexOf("select pg_terminate_backend(", StringComparison.Ordinal)..];
        Assert.True(await QueryAsync<bool>(Shared, command[..(command.IndexOf(')', StringComparison.Ordinal) + 1)]));
        await LossOfAsync(handle);
    }

    [Fact(Timeout = Limit)]
    public Task Listing_is_refused_with_what_to_do_instead()
    {
        var exception = Assert.Throws<NotSupportedException>(() => NewAdvisory().ListAsync("", Stop));
        Assert.Contains("GetAsync", exception.Message, StringComparison.Ordinal);
        Assert.Contains("LeaseTable", exception.Message, StringComparison.Ordinal);
        return Task.CompletedTask;
    }
}
