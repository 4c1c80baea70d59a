using DistributedLock.Analyzers.Tests.Harness;
using DistributedLock.Generators;

namespace DistributedLock.Analyzers.Tests.Order.AcrossProjects;

/// <summary>What another version, or somebody else, wrote into an assembly: it is passed over, and nothing throws.</summary>
public class MalformedSummaryTests
{
    private const string Taking = """(take + (wc "a-{x}" (a- (() () 0)) ((() () this (v Lib Lib.Worker locks + () ()))) ()) (Worker.RunAsync) ())""";

    public static TheoryData<string> Malformed { get; } =
    [
        "",
        "take",
        "()",
        "(",
        ")",
        "(()",
        "())",
        "(\"",
        "(take)",
        "(take + () () ())",
        "((take + () (Worker.RunAsync) ()))",
        "((take + (wc) (Worker.RunAsync) ()))",
        "((take + (wc a-x (a-x) () ()) () ()))",
        "((take + (wc a-x (a-x) () ()) ((Worker.RunAsync)) ()))",
        "((take + (wc a-x ((() () 99)) () ()) (Worker.RunAsync) (99 -1 x ())))",
        "((take + (wc a-x ((() () 99999999999999)) () ()) (Worker.RunAsync) ()))",
        "((take + (wc a-x ((() () (m))) () ()) (Worker.RunAsync) ()))",
        "((take + (wc a-x ((() () (m Nowhere No.Type x + () ()))) () (m \"\" \"\" \"\" + \"\" ())) (Worker.RunAsync) ()))",
        "((take + (wc a-x ((() () this () ())) ((() () 0 (m Lib Lib.Worker + + () ()))) ()) (Worker.RunAsync) ()))",
        "((call + 99 (Worker.RunAsync)))",
        "((call + 0 () ()))",
        "((call + 0 (Worker.RunAsync) (wc a-x) x))",
        "(unknown (take/virtual) lazy lazy)",
        new string('(', 10_000),
        new string('(', 10_000) + new string(')', 10_000),
        $"({string.Concat(Enumerable.Repeat("(a b c) ", 5_000))})",
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Malformed))]
    public async Task Text_that_is_not_ours_is_passed_over(string text)
    {
        foreach (var member in new[] { "M:Lib.Worker.RunAsync(System.String)", "", "nonsense" })
        {
            await Check.SilentAsync("DLK0201", Caller(member, text, "1"));
            await Check.SilentAsync("DLK0202", Caller(member, text, "1"));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("(a)")]
    [InlineData("(() () + (x))")]
    [InlineData("((w () () () ()) (w () () () ()) + (x))")]
    [InlineData("((w x () () ()) (w y () () ()) + (x))")]
    [InlineData("((w x () () (v)) (w y () () (v a b)) + ())")]
    public async Task Pair_that_is_not_ours_is_passed_over(string text) => await Check.SilentAsync("DLK0202", Caller("", text, "1"));

    [Fact(Timeout = 60_000)]
    public async Task Other_version_is_passed_over()
    {
        const string Member = "M:Lib.Worker.RunAsync(System.String)";
        await Assert.ThrowsAnyAsync<Exception>(() => Check.SilentAsync("DLK0201", Caller(Member, $"({Taking})", "1")));

        await Check.SilentAsync("DLK0201", Caller(Member, $"({Taking})", "2"));
        await Check.SilentAsync("DLK0201", Caller(Member, $"({Taking})", "0"));
        await Check.SilentAsync("DLK0201", Caller(Member, $"({Taking}", "1"));
        await Check.SilentAsync("DLK0201", Caller("M:Lib.Worker.RunAsync(System.Int32)", $"({Taking})", "1"));
    }

    private static TestCode Caller(string member, string text, string version)
    {
        var library = Library.Build(
            "Lib",
            [$$"""
            [assembly: LockSummaryInfo({{version}}, "{{member}}", @"{{text.Replace("\"", "\"\"", StringComparison.Ordinal)}}")]
            namespace Lib;
            public class Worker { public Task RunAsync(string x) => Task.CompletedTask; }
            """],
            [new LockedMethodGenerator()]);
        return new TestCode("""
            public class Service(IDistributedLockProvider locks, Lib.Worker worker)
            {
                public async Task RunAsync(string id)
                {
                    await using var held = await locks.AcquireAsync($"a-{id}");
                    await worker.RunAsync(id);
                }

                public async Task OrderAsync()
                {
                    await using var y = await locks.AcquireAsync("y");
                    await using var x = await locks.AcquireAsync("x");
                }
            }
            """) { OtherReferences = [library.As(ReferenceForm.Assembly)] };
    }
}
