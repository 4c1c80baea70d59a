using DistributedLock.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Redis.Tests;

public sealed class StartUpTests : RedisTest
{
    private const string Secret = "s3cret-of-the-test";

    [Theory(Timeout = 60_000)]
    [InlineData("", "Configuration is empty")]
    [InlineData("password=" + Secret, "names no server")]
    [InlineData("localhost,password=" + Secret + ",nonsense=" + Secret, "part 3 of 3")]
    [InlineData("localhost,ssl=" + Secret, "part 2 of 2")]
    [InlineData("localhost:6379,password=ab," + Secret, "part 3 of 3, right after the password")]
    [InlineData(Secret + "@localhost:6379", "part 1 of 1 is a URI or has a user in it")]
    [InlineData("redis://" + Secret + ":6379", "part 1 of 1 is a URI or has a user in it")]
    public void Wrong_configuration_is_refused_without_repeating_it(string configuration, string expected)
    {
        var exception = Assert.Throws<ArgumentException>(() => new RedisLockProvider(configuration));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains("localhost:6379", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Options_that_contradict_each_other_are_refused_by_name()
    {
        Refuse(_ => { }, "None of Configuration, Multiplexer and Servers");
        Refuse(options => { options.Configuration = "localhost"; options.Servers.Add("localhost"); }, "More than one of Configuration");
        Refuse(options => { options.Servers.Add("a"); options.Servers.Add("b"); }, "Servers has 2 entries: expected 3 or more");
        Refuse(options => { options.Servers.Add("a"); options.Servers.Add("b"); options.Servers.Add("a"); }, "twice");
        Refuse(options => { options.Configuration = "localhost"; options.OperationTimeout = TimeSpan.Zero; }, "OperationTimeout");
        Refuse(options => { options.Configuration = "localhost"; options.Database = -1; }, "Database is -1");

        static void Refuse(Action<RedisLockOptions> configure, string expected)
        {
            var options = new RedisLockOptions();
            configure(options);
            var exception = Assert.Throws<ArgumentException>(() => new RedisLockProvider(options));
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Wrong_password_is_refused_at_the_start_and_not_repeated()
    {
        var server = await StartServerAsync(new RedisServerOptions { Password = "right" });
        var configuration = FormattableString.Invariant($"{server.Host}:{server.Port},password={Secret}");

        var exception = Assert.Throws<LockBackendException>(() => new RedisLockProvider(configuration));

        Assert.Contains("check user and password", exception.Message, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{server.Host}:{server.Port}"), exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Missing_password_is_refused_at_the_start()
    {
        var server = await StartServerAsync(new RedisServerOptions { Password = "right" });

        var exception = Assert.Throws<LockBackendException>(() => new RedisLockProvider(FormattableString.Invariant($"{server.Host}:{server.Port}")));

        Assert.Contains("check user and password", exception.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Database_that_the_server_does_not_have_is_refused_with_its_number(bool isInConfiguration)
    {
        var server = await StartServerAsync();
        var options = new RedisLockOptions
        {
            Configuration = server.ConnectionString + (isInConfiguration ? ",defaultDatabase=99" : ""),
            Database = isInConfiguration ? null : 99,
        };

        var exception = Assert.Throws<LockBackendException>(() => new RedisLockProvider(options));

        Assert.Contains("no database 99", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
    }

    [Fact(Timeout = Limit)]
    public async Task Right_password_is_not_in_the_name()
    {
        var server = await StartServerAsync(new RedisServerOptions { Password = Secret });

        await using var provider = new RedisLockProvider(server.ConnectionString + ",defaultDatabase=3");

        Assert.Equal(FormattableString.Invariant($"redis:127.0.0.1:{server.Port}/3"), provider.Name);
        await using var handle = await provider.TryAcquireAsync(new LockRequest("key"), Stop);
        Assert.NotNull(handle);
    }

    [Theory(Timeout = Limit)]
    [InlineData("-zadd")]
    [InlineData("-publish")]
    [InlineData("-time")]
    [InlineData("resetkeys ~other:*")]
    public async Task Missing_right_is_refused_at_the_start(string rule)
    {
        var server = await StartServerAsync(new RedisServerOptions { Settings = [$"user default on nopass ~* &* +@all {rule}"] });

        var exception = Assert.Throws<LockBackendException>(() => new RedisLockProvider(server.ConnectionString));

        Assert.Contains("may not do all that locks need", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
    }

    [Fact(Timeout = Limit)]
    public async Task Rights_that_the_documentation_lists_are_enough()
    {
        const string Rights =
            "~dl:* &dl:* -@all +eval +evalsha +time +exists +get +set +del +pttl +pexpire +zadd +zrem +zcard +zscore +zrange +zrangebyscore " +
            "+zremrangebyscore +hset +hget +hdel +publish +subscribe +unsubscribe +scan +ping +echo +select +client +cluster +config|get +info";
        var server = await StartServerAsync(new RedisServerOptions { Settings = [$"user default on nopass {Rights}"] });
        await using var provider = new RedisLockProvider(server.ConnectionString);

        await using (await provider.TryAcquireAsync(new LockRequest("a"), Stop))
        await using (await provider.TryAcquireAsync(new LockRequest("b") { Mode = LockMode.Shared }, Stop))
        await using (var permit = await provider.TryAcquireAsync(new LockRequest("c") { MaxConcurrency = 2 }, Stop))
        {
            Assert.True(await permit!.ExtendAsync(Long, Stop));
            Assert.Null(await provider.TryAcquireAsync(new LockRequest("a") { Timeout = TimeSpan.FromMilliseconds(50) }, Stop));
            var listed = 0;
            await foreach (var _ in provider.ListAsync(cancellationToken: Stop))
            {
                listed++;
            }

            Assert.Equal(3, listed);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Start_leaves_nothing_on_the_server()
    {
        var server = await StartServerAsync();

        await using var provider = new RedisLockProvider(server.ConnectionString);

        var multiplexer = await ConnectAsync(server.ConnectionString);
        Assert.Equal(0, (long)await multiplexer.GetDatabase().ExecuteAsync("DBSIZE"));
    }

    [Fact(Timeout = Limit)]
    public async Task Multiplexer_of_the_container_is_used_and_left_open()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Multiplexer);
        services.AddDistributedLock(locks => locks.UseRedis(options => options.KeyPrefix = Prefix));
        var container = services.BuildServiceProvider();

        var provider = container.GetRequiredService<IDistributedLockProvider>();
        await using (var handle = await provider.TryAcquireAsync(new LockRequest("key"), Stop))
        {
            Assert.NotNull(handle);
        }

        await ((IAsyncDisposable)provider).DisposeAsync();
        Assert.True(Multiplexer.IsConnected);
    }

    [Fact(Timeout = 60_000)]
    public void No_server_anywhere_is_refused()
    {
        var services = new ServiceCollection();
        services.AddDistributedLock(locks => locks.UseRedis());
        using var container = services.BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(() => container.GetRequiredService<IDistributedLockProvider>());

        Assert.Contains("IConnectionMultiplexer", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Channel_prefix_of_the_connection_is_kept_to()
    {
        var multiplexer = await ConnectAsync(await SharedServers.RedisAsync() + ",channelPrefix=mine:");
        await using var provider = new RedisLockProvider(new RedisLockOptions { Multiplexer = multiplexer, KeyPrefix = Prefix, PollInterval = Long });
        var handle = await provider.TryAcquireAsync(new LockRequest("key"), Stop);
        var other = NewProvider(options => (options.PollInterval, options.Multiplexer) = (Long, multiplexer));
        var waiting = other.TryAcquireAsync(new LockRequest("key") { Timeout = Long }, Stop);
        await Until.TrueAsync(async () => await multiplexer.GetDatabase().SortedSetLengthAsync(RedisLeaseNames.Of(Lock()).Waiters) == 1, "one waits", Stop);

        await handle!.DisposeAsync();

        await using (var next = await waiting)
        {
            Assert.NotNull(next);
        }
    }
}
