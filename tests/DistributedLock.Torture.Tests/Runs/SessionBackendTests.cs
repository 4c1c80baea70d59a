namespace DistributedLock.Torture.Tests;

public sealed class SessionBackendTests
{
    [Theory(Timeout = TortureSlice.Limit)]
    [InlineData("files")]
    [InlineData("postgres-advisory")]
    [InlineData("sqlserver-applock")]
    public Task Backend_under_faults_keeps_its_promises(string backend) => TortureSlice.RunAsync(backend);
}
