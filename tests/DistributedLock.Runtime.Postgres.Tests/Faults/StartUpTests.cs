using DistributedLock.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DistributedLock.Postgres.Tests;

public sealed class StartUpTests : PostgresLockTest
{
    [Fact(Timeout = Limit)]
    public async Task Wrong_password_is_told_without_the_password()
    {
        var settings = new NpgsqlConnectionStringBuilder(Shared) { Password = "hunter2hunter2" };

        var exception = await Assert.ThrowsAsync<LockBackendException>(
            async () => await NewAdvisory(settings.ConnectionString).TryAcquireAsync(Exclusive("k"), Stop));

        Assert.Contains("Password", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Server_that_is_down_at_the_start_is_told_and_used_when_it_is_up()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await server.StopAsync(Stop);
        var provider = NewAdvisory(server.ConnectionString);

        var exception = await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(Exclusive("k", Long), Stop));
        await server.StartAgainAsync(Stop);

        Assert.Contains("cannot be reached", exception.Message, StringComparison.Ordinal);
        await (await TakeAsync(provider, Exclusive("k"))).DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Read_only_server_is_told()
    {
        await using var server = await PostgresServer.StartAsync(new() { ReadOnly = true }, Stop);

        var exception = await Assert.ThrowsAsync<LockBackendException>(
            async () => await NewAdvisory(server.ConnectionString).TryAcquireAsync(Exclusive("k"), Stop));

        Assert.Contains("read-only", exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Server_without_free_connections_is_told_and_held_locks_stay()
    {
        await using var server = await PostgresServer.StartAsync(
            new() { MaxConnections = 4, Settings = new Dictionary<string, string> { ["superuser_reserved_connections"] = "0" } }, Stop);
        var provider = NewAdvisory(server.ConnectionString);
        await using var handle = await TakeAsync(provider, Exclusive("k"));
        var others = new List<NpgsqlConnection>();
        for (var i = 0; i < 3; i++)
        {
            others.Add(Own(new NpgsqlConnection(server.ConnectionString + ";Pooling=false")));
            await others[i].OpenAsync(Stop);
        }

        var exception = await Assert.ThrowsAsync<LockBackendException>(
            async () => await NewAdvisory(server.ConnectionString).TryAcquireAsync(Exclusive("other"), Stop));

        Assert.Contains("max_connections", exception.Message, StringComparison.Ordinal);

        // No connection to listen on: the waiter looks by itself.
        var waiting = TakeAsync(provider, Permit("permits", 2, Long));
        await (await waiting).DisposeAsync();
        await AssertContendedAsync(provider, Exclusive("k", TimeSpan.FromMilliseconds(300)));
        Assert.False(handle.LostToken.IsCancellationRequested);
    }

    [Fact(Timeout = Limit)]
    public async Task Missing_rights_are_told_with_what_to_grant()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        await ExecuteAsync(server.ConnectionString, "create user poor password 'poor'; revoke create on schema public from public; create schema locks");
        var poor = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "poor", Password = "poor" }.ConnectionString;

        var uncreatable = await FailsAsync("public", mayCreate: true);
        var uncreated = await FailsAsync("public", mayCreate: false);
        await ExecuteAsync(server.ConnectionString, "create sequence locks.distributedlock_fencing; grant usage on schema locks to poor");
        var unusable = await FailsAsync("locks", mayCreate: true);
        await ExecuteAsync(server.ConnectionString, "grant usage on sequence locks.distributedlock_fencing to poor");

        Assert.Contains("grant create on schema \"public\"", uncreatable, StringComparison.Ordinal);
        Assert.Contains("CreateMissingObjects", uncreated, StringComparison.Ordinal);
        Assert.Contains("https://github.com/distributedlock-generators/DistributedLock.Generators/blob/main/docs/backends/postgres.md", uncreatable, StringComparison.Ordinal);
        Assert.Contains("https://", uncreated, StringComparison.Ordinal);
        Assert.Contains("grant usage", unusable, StringComparison.Ordinal);
        await (await TakeAsync(NewAdvisory(poor, options => options.Schema = "locks"), Exclusive("k"))).DisposeAsync();

        async Task<string> FailsAsync(string schema, bool mayCreate)
        {
            var provider = NewAdvisory(poor, options => (options.Schema, options.CreateMissingObjects) = (schema, mayCreate));
            return (await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(Exclusive("k"), Stop))).Message;
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Schema_that_does_not_exist_is_told(bool mayCreate)
    {
        Action<PostgresLockOptions> configure = options => (options.Schema, options.CreateMissingObjects) = ("no\"where", mayCreate);
        IDistributedLockProvider[] providers = [NewAdvisory(configure: configure), NewLease(configure: configure)];

        foreach (var provider in providers)
        {
            var exception = await Assert.ThrowsAsync<LockBackendException>(async () => await provider.TryAcquireAsync(Exclusive("k"), Stop));

            Assert.Contains("The schema \"no\"\"where\" does not exist", exception.Message, StringComparison.Ordinal);
            Assert.Contains("create it, or correct Schema", exception.Message, StringComparison.Ordinal);
            Assert.False(exception.IsTransient);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Hundred_providers_create_the_sequence_at_once()
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: Stop);
        var providers = Enumerable.Range(0, 20).Select(_ => NewAdvisory(server.ConnectionString)).ToArray();

        var handles = await Task.WhenAll(providers.Select((provider, n) => TakeAsync(provider, Exclusive($"k{n}"))));

        Assert.Equal(handles.Length, handles.Select(handle => handle.FencingToken).Distinct().Count());
        await Task.WhenAll(handles.Select(handle => handle.DisposeAsync().AsTask()));
    }

    [Fact(Timeout = 60_000)]
    public void Impossible_options_are_refused_by_name()
    {
        Assert.Contains("DataSource", Refused(new()), StringComparison.Ordinal);
        Assert.Contains("MaxLocksPerConnection", Refused(new() { ConnectionString = "Host=db", MaxLocksPerConnection = 0 }), StringComparison.Ordinal);
        Assert.Contains("Schema", Refused(new() { ConnectionString = "Host=db", Schema = "" }), StringComparison.Ordinal);

        static string Refused(PostgresLockOptions options) => Assert.Throws<ArgumentException>(() => new PostgresAdvisoryLockProvider(options)).Message;
    }

    [Theory(Timeout = 60_000)]
    [InlineData(7, 8, false, false, "pooler")]
    [InlineData(7, 7, true, false, "standby")]
    [InlineData(7, 7, false, true, "read-only")]
    public void Connection_that_cannot_hold_locks_is_explained(int told, int answering, bool isRecovering, bool isReadOnly, string expected) =>
        Assert.Contains(expected, SessionOpening.ProblemOf(told, answering, isRecovering, isReadOnly), StringComparison.Ordinal);

    [Fact(Timeout = 60_000)]
    public void Name_tells_host_port_and_database_and_no_secret()
    {
        var provider = NewAdvisory("Host=db.local;Port=5433;Database=shop;Username=me;Password=hunter2");

        Assert.Equal("postgres:db.local:5433/shop", provider.Name);
    }

    [Fact(Timeout = Limit)]
    public async Task Registered_data_source_is_used_when_no_connection_is_given()
    {
        await using var source = NpgsqlDataSource.Create(Shared);
        var services = new ServiceCollection().AddSingleton(source).AddDistributedLock(locks => locks.UsePostgres());
        await using (var container = services.BuildServiceProvider())
        {
            var provider = container.GetRequiredService<IDistributedLockProvider>().As<PostgresAdvisoryLockProvider>();
            Assert.NotNull(provider);
            await (await TakeAsync(provider, Exclusive(NewKey()))).DisposeAsync();
        }

        await using var command = source.CreateCommand("select 1");
        Assert.Equal(1, await command.ExecuteScalarAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public void Nothing_configured_is_an_exception_and_no_local_lock()
    {
        using var container = new ServiceCollection().AddDistributedLock(locks => locks.UsePostgres()).BuildServiceProvider();

        Assert.Contains("ConnectionString", Assert.Throws<ArgumentException>(container.GetRequiredService<IDistributedLockProvider>).Message, StringComparison.Ordinal);
    }
}
