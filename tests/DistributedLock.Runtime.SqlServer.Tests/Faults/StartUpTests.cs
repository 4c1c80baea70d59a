using DistributedLock.SqlServer.TestEndpoint;
using DistributedLock.SqlServer.TestEndpoint.Statements;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.SqlServer.Tests;

/// <summary>Bad input, missing rights and servers that cannot hold locks: one exception that says what is wrong and what would be right.</summary>
public sealed class StartUpTests : SqlServerLockTest
{
    private const string Secret = "hunter2hunter2";

    public static TheoryData<SqlServerLockStrategy> Strategies => new(SqlServerLockStrategy.ApplicationLocks, SqlServerLockStrategy.LeaseTable);

    [Theory(Timeout = 60_000)]
    [InlineData("", "ConnectionString is empty")]
    [InlineData("Database=Locks", "names no Server")]
    [InlineData("Server=db", "names no Database")]
    [InlineData("Server=db;Database=Locks;Pasword=" + Secret, "Keyword not supported: 'pasword'")]
    [InlineData("Server=db;Database=Locks;Password='" + Secret, "its form is wrong")]
    [InlineData("Server=db;Database=Locks;Connect Timeout=" + Secret, "its form is wrong")]
    public void Connection_string_that_cannot_be_one_is_told_without_its_secrets(string connectionString, string expected)
    {
        var exception = Assert.Throws<ArgumentException>(() => new SqlServerApplicationLockProvider(connectionString));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains("expected one such as", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public void Impossible_options_are_told()
    {
        Assert.Contains("MaxLocksPerConnection", Refused(options => options.MaxLocksPerConnection = 0), StringComparison.Ordinal);
        Assert.Contains("PollInterval", Refused(options => options.PollInterval = TimeSpan.FromSeconds(2)), StringComparison.Ordinal);
        Assert.Contains("PollInterval", Refused(options => options.PollInterval = TimeSpan.Zero), StringComparison.Ordinal);
        Assert.Contains("Schema", Refused(options => options.Schema = " "), StringComparison.Ordinal);
        Assert.Contains("Strategy", Refused(options => options.Strategy = (SqlServerLockStrategy)7), StringComparison.Ordinal);

        string Refused(Action<SqlServerLockOptions> configure) =>
            Assert.Throws<ArgumentException>(() => new SqlServerLeaseLockProvider(Options(configure))).Message;
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Strategies))]
    public async Task Wrong_password_is_told_without_the_password(SqlServerLockStrategy strategy)
    {
        var provider = New(strategy, options => options.ConnectionString += $";Password={Secret}");

        var exception = await FailsAsync(provider, Exclusive("k"));

        Assert.Contains("Password of the connection string", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Strategies))]
    public async Task Missing_database_is_told(SqlServerLockStrategy strategy)
    {
        var exception = await FailsAsync(New(strategy, options => options.ConnectionString += ";Database=Elsewhere"), Exclusive("k", Long));

        Assert.Contains("Database", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Strategies))]
    public async Task Read_only_database_is_told(SqlServerLockStrategy strategy)
    {
        Server.Endpoint.Conditions.DatabaseIsReadOnly = true;

        var exception = await FailsAsync(New(strategy), Exclusive("k", Long));

        Assert.Contains("read-only", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
    }

    [Theory(Timeout = Limit)]
    [InlineData(SqlServerLockStrategy.ApplicationLocks, 10)]
    [InlineData(SqlServerLockStrategy.LeaseTable, 12)]
    public async Task Server_that_is_too_old_is_told(SqlServerLockStrategy strategy, int major)
    {
        await Server.DisposeAsync();
        Server = new ModelledServer(new SqlServerEndpointOptions { ServerVersion = new Version(major, 0, 2000) });

        var exception = await FailsAsync(New(strategy), Exclusive("k", Long));

        Assert.Contains($"has version {major}.", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
    }

    [Fact(Timeout = Limit)]
    public async Task Missing_objects_are_created_on_first_use()
    {
        (Server.Sequence.IsCreated, Server.Leases.IsCreated) = (false, false);

        await (await TakeAsync(NewApplicationLocks(), Exclusive("k"))).DisposeAsync();
        Server.Sequence.IsCreated = false;
        await (await TakeAsync(NewLeases(), Exclusive("k"))).DisposeAsync();

        Assert.Equal(0, Server.HeldLocks);
    }

    [Fact(Timeout = Limit)]
    public async Task Older_lease_table_is_renewed_and_a_newer_one_is_told()
    {
        Server.Leases.Version = 0;
        await (await TakeAsync(NewLeases(), Exclusive("k"))).DisposeAsync();
        Assert.Equal(1, Server.Leases.Version);

        Server.Leases.Version = 2;
        var exception = await FailsAsync(NewLeases(), Exclusive("k", Long));

        Assert.Contains("has version 2: expected 1", exception.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Strategies))]
    public async Task Missing_objects_that_may_not_be_created_are_told(SqlServerLockStrategy strategy)
    {
        (Server.Sequence.IsCreated, Server.Leases.IsCreated) = (false, false);

        var exception = await FailsAsync(New(strategy, options => options.CreateMissingObjects = false), Exclusive("k", Long));
        Assert.Contains("CreateMissingObjects is false", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);

        (Server.Sequence.MayCreate, Server.Leases.MayCreate) = (false, false);
        exception = await FailsAsync(New(strategy), Exclusive("k", Long));
        Assert.Contains("cannot create it", exception.Message, StringComparison.Ordinal);
        Assert.Contains("docs/backends/sqlserver.md", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
        Assert.Equal(0, Server.HeldLocks); // the set-up of the lease table is gated by a lock
    }

    [Fact(Timeout = Limit)]
    public async Task Missing_right_to_execute_is_told()
    {
        Server.Endpoint.Conditions.Deny("dbo.DistributedLock_Acquire");
        var leases = await FailsAsync(NewLeases(), Exclusive("k", Long));
        Server.Sequence.MayUse = false;
        var applicationLocks = await FailsAsync(NewApplicationLocks(), Exclusive("k", Long));

        Assert.Contains("EXECUTE permission", leases.Message, StringComparison.Ordinal);
        Assert.Contains("UPDATE permission", applicationLocks.Message, StringComparison.Ordinal);
        Assert.False(leases.IsTransient || applicationLocks.IsTransient);
        Assert.Equal(0, Server.HeldLocks);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Strategies))]
    public async Task Server_that_lets_nobody_in_for_now_is_used_when_it_does(SqlServerLockStrategy strategy)
    {
        var provider = New(strategy);
        Server.Endpoint.Conditions.LoginRefusal = new SqlServerErrorException(18401, "Login failed. Server is in script upgrade mode.", 14, 1);

        var exception = await FailsAsync(provider, Exclusive("k"));
        Server.Endpoint.Conditions.LoginRefusal = null;

        Assert.True(exception.IsTransient);
        await (await TakeAsync(provider, Exclusive("k"))).DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Container_makes_the_provider_of_the_strategy_and_names_carry_no_secrets()
    {
        await using var container = new ServiceCollection()
            .AddDistributedLock(locks => locks.UseSqlServer(Server.ConnectionString))
            .AddDistributedLock("leases", locks => locks.UseSqlServer(options =>
            {
                options.ConnectionString = Server.ConnectionString;
                options.Strategy = SqlServerLockStrategy.LeaseTable;
            }))
            .BuildServiceProvider();

        var plain = container.GetRequiredService<IDistributedLockProvider>().As<SqlServerApplicationLockProvider>();
        Assert.NotNull(plain);
        var leases = container.GetRequiredKeyedService<IDistributedLockProvider>("leases").As<SqlServerLeaseLockProvider>();
        Assert.NotNull(leases);
        Assert.Equal($"sqlserver:tcp:127.0.0.1,{Server.Endpoint.Port}/Locks", plain.Name);
        Assert.Equal(plain.Name, leases.Name);
    }
}
