using System.Diagnostics;
using DistributedLock.TestServers;
using Npgsql;

namespace DistributedLock.Postgres.Tests;

/// <summary>Requests on a connection whose server stopped to answer.</summary>
public sealed class AdvisoryFrozenServerTests : PostgresLockTest
{
    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData(";Command Timeout=30;Timeout=30")]
    public async Task Request_on_a_frozen_server_fails_in_time_whatever_the_time_limits_of_the_connection_string(string settings)
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = NewAdvisory(server.ConnectionString + settings);
        await (await TakeAsync(provider, Exclusive("warm"))).DisposeAsync();
        server.Freeze();
        var start = Stopwatch.GetTimestamp();

        var exception = await Assert.ThrowsAsync<LockBackendException>(async () => await provider.AcquireAsync("fz", TimeSpan.FromSeconds(2), Stop));

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Contains("did not answer", exception.Message, StringComparison.Ordinal);
        server.Thaw();
    }

    [Fact(Timeout = Limit)]
    public async Task New_connection_to_a_frozen_server_fails_sooner_than_by_the_drivers_limit_unless_one_was_set()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        server.Freeze();

        var byDefault = await FailureAfterAsync("");
        var byDataSource = await FailureAfterAsync(null);
        var shorter = await FailureAfterAsync(";Timeout=1");
        var longer = await FailureAfterAsync(";Timeout=8");
        server.Thaw();

        Assert.InRange(byDefault, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(7.5));
        Assert.InRange(byDataSource, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(7.5));
        Assert.InRange(shorter, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.InRange(longer, TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(14));

        async Task<TimeSpan> FailureAfterAsync(string? settings)
        {
            await using var source = NpgsqlDataSource.Create(server.ConnectionString);
            var provider = settings is null ? Own(new PostgresAdvisoryLockProvider(source)) : NewAdvisory(server.ConnectionString + settings);
            var start = Stopwatch.GetTimestamp();
            var exception = await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(Exclusive("k"), Stop));
            Assert.Contains("did not answer", exception.Message, StringComparison.Ordinal);
            return Stopwatch.GetElapsedTime(start);
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Writer_that_waits_for_its_own_process_leaves_a_frozen_server_soon_after_its_time_out(bool isListening)
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = NewAdvisory(server.ConnectionString);
        await using var handle = await TakeAsync(provider, Exclusive("fz"));
        if (isListening)
        {
            await AssertContendedAsync(provider, Exclusive("fz", TimeSpan.FromMilliseconds(100)));
        }

        server.Freeze();
        var start = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await provider.AcquireAsync("fz", TimeSpan.FromSeconds(2), Stop));

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(5));
        server.Thaw();
    }

    [Fact(Timeout = Limit)]
    public async Task Cancellation_ends_a_request_on_a_frozen_server_and_what_it_took_is_given_back()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = NewAdvisory(server.ConnectionString);
        await using var other = await TakeAsync(provider, Exclusive("other"));
        server.Freeze();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var acquiring = provider.AcquireAsync("fz", Long, cancellation.Token);
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(300));
        var start = Stopwatch.GetTimestamp();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await acquiring);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        server.Thaw();
        await (await TakeAsync(NewAdvisory(server.ConnectionString), Exclusive("fz", Long))).DisposeAsync();
        await EventuallyAsync(
            async () => await QueryAsync<long>(server.ConnectionString, "select count(*) from pg_locks where locktype = 'advisory'") == 1, "one lock is held");
        Assert.False(other.LostToken.IsCancellationRequested);
    }

    [Fact(Timeout = Limit)]
    public async Task Cancellation_ends_the_wait_for_a_lock_on_a_frozen_server()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var provider = NewAdvisory(server.ConnectionString);
        await using var handle = await TakeAsync(NewAdvisory(server.ConnectionString), Exclusive("fz"));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var acquiring = provider.AcquireAsync("fz", Long, cancellation.Token);
        await EventuallyAsync(
            async () => await QueryAsync<long>(server.ConnectionString, "select count(*) from pg_locks where locktype = 'advisory'") >= 3, "it waits");
        server.Freeze();
        var start = Stopwatch.GetTimestamp();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await acquiring);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        server.Thaw();
    }
}
