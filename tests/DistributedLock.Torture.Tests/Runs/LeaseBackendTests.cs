namespace DistributedLock.Torture.Tests;

public sealed class LeaseBackendTests
{
    [Theory(Timeout = TortureSlice.Limit)]
    [InlineData("redis")]
    [InlineData("redis-majority")]
    [InlineData("postgres-lease")]
    [InlineData("sqlserver-lease")]
    public Task Backend_under_faults_keeps_its_promises(string backend) => TortureSlice.RunAsync(backend);
}
