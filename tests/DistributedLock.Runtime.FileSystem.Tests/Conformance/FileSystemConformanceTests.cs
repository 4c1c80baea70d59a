using DistributedLock.Testing;

namespace DistributedLock.FileSystem.Tests;

public sealed class FileSystemConformanceTests : FileLockTest
{
    public static TheoryData<string> Names =>
        new(LockConformance.CasesFor(new FileSystemFixture("").Capabilities).Select(conformanceCase => conformanceCase.Name));

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Names))]
    public Task Conforms(string name) => LockConformance.Find(name).RunAsync(new FileSystemFixture(Root), Stop);
}
