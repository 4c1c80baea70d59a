using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Snapshots;

/// <summary>Generated code reads as if it had been written by hand: look at the files beside this one.</summary>
public class SnapshotTests
{
    [Theory(Timeout = 60_000)]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void Generated_code_is_as_verified(string name)
    {
        var compiled = CompiledSource.Of(SnapshotCases.SourceOf(name));

        Assert.Empty(compiled.CompilerMessages());
        Snapshot.Matches(compiled.Text, name);
    }

    [Fact(Timeout = 60_000)]
    public void Both_bracket_styles_generate_the_same_code()
    {
        Assert.Equal(TextFor("key-{tenantId}"), TextFor("key-<tenantId>"));
        Assert.Equal(TextFor("{{a}}-{tenantId.Length:D4}-{ids*}"), TextFor("{{a}}-<tenantId.Length:D4>-<ids*>"));

        static string TextFor(string template) => CompiledSource.Of($$"""
            public partial class S(IDistributedLockProvider locks)
            {
                [DistributedLock("{{template}}")] public partial Task RunAsync(string tenantId, int[] ids);
                private Task RunCoreAsync(string tenantId, int[] ids) => Task.CompletedTask;
            }
            """).Text;
    }

    [Fact(Timeout = 60_000)]
    public void Files_are_named_by_what_they_hold_and_never_alike()
    {
        var files = CompiledSource.Of("""
            namespace A { public partial class Outer { IDistributedLockProvider l = null!; public partial class Inner { static IDistributedLockProvider l = null!;
                [DistributedLock("k")] static partial void M(); static void MCore() { } }
                [DistributedLock("k")] partial void Inner_M(); void Inner_MCore() { }
                [DistributedLock("k")] partial void m(); void mCore() { }
                [DistributedLock("k")] partial void M(); void MCore() { }
                [DistributedLock("k")] partial void M(int x); void MCore(int x) { }
                [DistributedLock("k")] partial void M<T>(); void MCore<T>() { } } }
            """).Files;

        Assert.Equal(6, files.Select(file => file.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains(files, file => file.HintName.StartsWith("A.Outer.Inner.M-", StringComparison.Ordinal));
    }
}
