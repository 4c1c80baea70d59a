namespace DistributedLock.Testing.Tests.Recording;

public sealed class RecordingConformanceTests
{
    private static readonly RecordingFixture Fixture = new();

    public static TheoryData<string> Names => new(LockConformance.CasesFor(Fixture.Capabilities).Select(conformanceCase => conformanceCase.Name));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public Task Conforms(string name) => LockConformance.Find(name).RunAsync(Fixture, TestContext.Current.CancellationToken);
}
