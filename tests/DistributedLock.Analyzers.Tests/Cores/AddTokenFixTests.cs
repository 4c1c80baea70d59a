using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Cores;

/// <summary>The fix of DLK0107.</summary>
public class AddTokenFixTests
{
    private const string Rule = "DLK0107";

    [Theory(Timeout = 60_000)]
    [InlineData("", "()", "(CancellationToken cancellationToken)")]
    [InlineData("int id, CancellationToken stop", "(int id)", "(int id, CancellationToken stop)")]
    [InlineData("int id", "(int id = 1)", "(int id = 1, CancellationToken cancellationToken = default)")]
    [InlineData("params int[] ids", "(params int[] ids)", "(CancellationToken cancellationToken, params int[] ids)")]
    public Task Fix_adds_the_parameter_to_the_core_only(string wrapper, string before, string after)
    {
        var code = (string core) => $$"""
            partial class Service(IDistributedLockProvider locks)
            {
                [DistributedLock("k")] public partial Task RunAsync({{wrapper}});
                // Runs under the lock.
                private async Task RunCoreAsync{{core}} { await Task.Delay(10); }
            }
            """;
        return Fix.MendsAsync(Rule, code(before), code(after));
    }

    [Fact(Timeout = 60_000)]
    public Task Fix_keeps_recursion_right() => Fix.MendsAsync(
        Rule,
        Walk("int depth"),
        Walk("int depth, CancellationToken cancellationToken = default"));

    [Fact(Timeout = 60_000)]
    public Task Fix_marks_the_token_of_a_stream() => Fix.MendsAsync(
        Rule,
        Stream(""),
        Stream("[System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken"));

    [Fact(Timeout = 60_000)]
    public Task Fix_all_mends_every_core() => Fix.MendsAllAsync(Rule, Walk("int depth"), Walk("int depth, CancellationToken cancellationToken = default"));

    [Theory(Timeout = 60_000)]
    [InlineData("protected virtual async Task RunCoreAsync() { await Task.Delay(10); }")]
    [InlineData("private async Task RunCoreAsync() { var cancellationToken = CancellationToken.None; await Task.Delay(10, cancellationToken); }")]
    public Task Fix_is_not_offered_where_more_would_have_to_change(string core) => Fix.IsNotOfferedAsync(Rule, $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial Task RunAsync();
            {{core}}
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("private async Task RunCoreAsync() { Func<Task> again = RunCoreAsync; await again(); }")]
    [InlineData("private async Task RunCoreAsync(params int[] ids) { await Task.Delay(10); await RunCoreAsync(1); }")]
    [InlineData("private async Task RunCoreAsync() { await Task.Delay(10); } private void RunCoreAsync(int other) { }")]
    public Task Fix_is_not_offered_where_others_would_not_compile(string core) => Fix.IsNotOfferedAsync(Rule, $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial Task RunAsync({{(core.Contains("params", StringComparison.Ordinal) ? "params int[] ids" : string.Empty)}});
            {{core}}
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Fix_is_not_offered_where_an_interface_has_the_method() => Fix.IsNotOfferedAsync(Rule, """
        interface IRunner { Task RunCoreAsync(); }
        partial class Service(IDistributedLockProvider locks) : IRunner
        {
            [DistributedLock("k")] public partial Task RunAsync();
            public async Task RunCoreAsync() { await Task.Delay(10); }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData(
        "private async Task RunCoreAsync( /* none */ ) /* a */ { await Task.Delay(10); }",
        "private async Task RunCoreAsync(CancellationToken cancellationToken /* none */ ) /* a */ { await Task.Delay(10); }")]
    [InlineData(
        "private async Task RunCoreAsync(\r\n\t\tint id, // which\r\n\t\tstring name) // who\r\n\t{\r\n\t\tawait Task.Delay(10);\r\n\t}",
        "private async Task RunCoreAsync(\r\n\t\tint id, // which\r\n\t\tstring name,\r\n\t\tCancellationToken cancellationToken) // who\r\n\t{\r\n\t\tawait Task.Delay(10);\r\n\t}")]
    [InlineData(
        "private Task RunCoreAsync(int id,string name)=>Task.Delay(10);",
        "private Task RunCoreAsync(int id,string name, CancellationToken cancellationToken)=>Task.Delay(10);")]
    [InlineData(
        "/// <summary>Runs.</summary>\n\t/// <param name=\"id\">Which.</param>\n\tprivate async Task RunCoreAsync(int id, string name) { await Task.Delay(10); }",
        "/// <summary>Runs.</summary>\n\t/// <param name=\"id\">Which.</param>\n\t/// <param name=\"cancellationToken\">Fires when the lock is lost or the caller cancels.</param>\n\tprivate async Task RunCoreAsync(int id, string name, CancellationToken cancellationToken) { await Task.Delay(10); }")]
    public Task Fix_keeps_comments_and_lines(string before, string after)
    {
        var code = (string core) => $$"""
            partial class Service(IDistributedLockProvider locks)
            {
            [DistributedLock("k")] public partial Task RunAsync({{(before.Contains("int id", StringComparison.Ordinal) ? "int id, string name" : string.Empty)}});

            {{core}}
            }
            """;
        return Fix.MendsAsync(Rule, code(before), code(after));
    }

    [Fact(Timeout = 60_000)]
    public Task Fix_sees_calls_in_other_files() => Fix.MendsAsync(
        Rule,
        new TestCode("""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial Task RunAsync();
            private async Task RunCoreAsync() { await Task.Delay(10); }
        }
        """) { OtherFiles = new Dictionary<string, string> { ["Other.cs"] = "partial class Service { private async Task MoreAsync(IDistributedLockHandle held) => await RunCoreAsync(); }" } },
        """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial Task RunAsync();
            private async Task RunCoreAsync(CancellationToken cancellationToken = default) { await Task.Delay(10); }
        }
        """);

    private static string Walk(string parameters) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k-{depth}")] public partial Task WalkAsync(int depth);
            private async Task WalkCoreAsync({{parameters}})
            {
                await Task.Delay(10);
                await WalkCoreAsync(depth - 1);
            }
        }
        """;

    private static string Stream(string parameters) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial IAsyncEnumerable<int> ReadAsync();
            private async IAsyncEnumerable<int> ReadCoreAsync({{parameters}})
            {
                await Task.Delay(10);
                yield return 1;
            }
        }
        """;
}
