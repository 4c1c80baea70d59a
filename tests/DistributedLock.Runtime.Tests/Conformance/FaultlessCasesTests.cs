using DistributedLock.Testing;
using Xunit;

namespace DistributedLock.Runtime.Tests.Conformance;

/// <summary>The same cases on a backend without a defect, in a class of their own: they wait for leases, beside those that wait for nothing.</summary>
public sealed class FaultlessCasesTests
{
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(FaultCasesTests.CrashNames), MemberType = typeof(FaultCasesTests))]
    [MemberData(nameof(FaultCasesTests.LossNames), MemberType = typeof(FaultCasesTests))]
    public Task Backend_without_a_defect_conforms(string name) =>
        LockConformance.Find(name).RunAsync(new FaultFixture(isSpoilt: false), TestContext.Current.CancellationToken);
}
