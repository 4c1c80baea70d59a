using DistributedLock.Generators.Tests.Caching;
using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Jobs;

/// <summary>An edit that changes nothing of a job writes none of its files again.</summary>
public class JobCachingTests
{
    private const string Source = """
        using Coravel.Invocable;

        [DistributedLock("first-{Page}")]
        public partial class FirstJob(IDistributedLockProvider locks) : IInvocable { public int Page => 1; public Task Invoke() => Task.CompletedTask; }

        [DistributedLock("second")]
        public partial class SecondJob(IDistributedLockProvider locks) : IInvocable { public Task Invoke() => Task.CompletedTask; }
        """;

    [Theory(Timeout = 60_000)]
    [InlineData("=> Task.CompletedTask", "=> Task.FromResult(1)", 0)]
    [InlineData("\"second\"", "\"third\"", 1)]
    [InlineData("int Page", "long Page", 0)]
    [InlineData("FirstJob(IDistributedLockProvider locks)", "FirstJob(InMemoryLockProvider locks)", 2)]
    public void Edit_writes_only_what_it_changes(string before, string after, int expected)
    {
        var run = RepeatedRun.AfterReplacing(before, after, CompiledSource.Compilation(Source).AddReferences(References.JobFrameworks));

        Assert.Equal(3, run.Files);
        Assert.Equal(expected, run.Written);
    }
}
