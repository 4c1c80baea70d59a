using DistributedLock.Testing;

namespace DistributedLock.SqlServer.Tests;

/// <summary>Against the server that <c>DISTRIBUTEDLOCK_TEST_SQLSERVER</c> names by a connection string, or else against the modelled one.</summary>
public sealed class SqlServerConformanceTests : SqlServerLockTest
{
    private const string ServerVariable = "DISTRIBUTEDLOCK_TEST_SQLSERVER";

    public static TheoryData<string> ApplicationLocks => Names(SqlServerLockStrategy.ApplicationLocks);

    public static TheoryData<string> Leases => Names(SqlServerLockStrategy.LeaseTable);

    [Theory(Timeout = Limit)]
    [MemberData(nameof(ApplicationLocks))]
    public Task Application_locks_conform(string name) => ConformsAsync(SqlServerLockStrategy.ApplicationLocks, name);

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Leases))]
    public Task Lease_table_conforms(string name) => ConformsAsync(SqlServerLockStrategy.LeaseTable, name);

    private static string? GivenServer => Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } given ? given : null;

    private static TheoryData<string> Names(SqlServerLockStrategy strategy) => new(
        LockConformance.CasesFor(SqlServerFixture.CapabilitiesOf(strategy, isModelled: GivenServer is null)).Select(conformanceCase => conformanceCase.Name));

    private Task ConformsAsync(SqlServerLockStrategy strategy, string name) => LockConformance.Find(name).RunAsync(
        new SqlServerFixture(strategy, GivenServer ?? Server.ConnectionString, $"{Guid.NewGuid():n}-", GivenServer is null ? Server : null),
        Stop);
}
