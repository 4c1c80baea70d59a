using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Postgres.Tests;

/// <summary>Connection strings that cannot work are refused at once, and never quoted: any part of them may belong to a password.</summary>
public sealed class ConnectionStringTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("Hots=db;Password=s3cretPart", "ConnectionString cannot be read")]
    [InlineData("Port=s3cretPart", "ConnectionString cannot be read")]
    [InlineData("Host=x;Password=ab;s3cretPart=9;Database=shop", "quotes")]
    [InlineData("Host=x;Password=ab;s3cretPart", "quotes")]
    [InlineData("postgres://shop:s3cretPart@127.0.0.1/shop", "Host=db")]
    [InlineData("Host=shop:s3cretPart;Port=17432", "ConnectionString cannot be read")]
    [InlineData("Host=shop:s3cretPart@127.0.0.1;Port=17432", "ConnectionString")]
    [InlineData("Host=postgres://shop:s3cretPart@127.0.0.1:17432", "'@'")]
    [InlineData("Host=a,shop:s3cretPart@127.0.0.1:17432", "'@'")]
    [InlineData("Username=me;Password=s3cretPart", "Host")]
    public void Unusable_connection_string_is_refused_without_its_values(string connectionString, string expected)
    {
        foreach (var strategy in new[] { PostgresLockStrategy.Advisory, PostgresLockStrategy.LeaseTable })
        {
            using var services = new ServiceCollection()
                .AddDistributedLock(locks => locks.UsePostgres(connectionString, options => options.Strategy = strategy))
                .BuildServiceProvider();

            var exception = Assert.Throws<ArgumentException>(services.GetRequiredService<IDistributedLockProvider>);

            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cretPart", exception.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact(Timeout = 60_000)]
    public void Unusable_listen_connection_string_is_refused_by_its_own_name()
    {
        var exception = Assert.Throws<ArgumentException>(() => new PostgresLeaseLockProvider(
            new PostgresLockOptions { ConnectionString = "Host=db", ListenConnectionString = "Host=db;Password=ab;s3cretPart=9" }));

        Assert.Equal("ListenConnectionString", exception.ParamName);
        Assert.DoesNotContain("s3cretPart", exception.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Host=/var/run/postgresql")]
    [InlineData("Host=@abstract")]
    [InlineData("Host=[::1]:5433")]
    [InlineData("Host=a:5433,b:5434")]
    [InlineData("Host=db;Password='a;b=c@d'")]
    [InlineData("Host=db;Multiplexing=true;Minimum Pool Size=5")]
    public async Task Usable_connection_string_is_accepted(string connectionString)
    {
        await using var advisory = new PostgresAdvisoryLockProvider(connectionString);
        await using var leases = new PostgresLeaseLockProvider(connectionString);

        Assert.StartsWith("postgres:", advisory.Name, StringComparison.Ordinal);
    }
}
