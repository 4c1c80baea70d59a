using System.Globalization;
using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>Locks that are taken in opposite orders (DLK0202).</summary>
public class OppositeOrderTests
{
    private const string Rule = "DLK0202";

    /// <summary>Members of which one way takes X and then Y, and another one Y and then X.</summary>
    public static TheoryData<string> Opposite { get; } =
    [
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync(string id) { await using var x = await locks.AcquireAsync($"x-{id}"); await using var y = await [|locks.AcquireAsync($"y-{id}")|]; }
        public async Task TwoAsync(string id) { await using var y = await locks.AcquireAsync($"y-{id}"); await using var x = await locks.AcquireAsync($"x-{id}"); }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await [|YAsync()|]; }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await XAsync(); }
        private async Task YAsync() { await using var y = await locks.AcquireAsync("y"); }
        private async Task XAsync() { await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await [|Y1Async()|]; }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await X1Async(); }
        private Task Y1Async() => Y2Async();
        private Task Y2Async() => YAsync();
        private Task X1Async() => X2Async();
        private Task X2Async() => XAsync();
        private async Task YAsync() { await using var y = await locks.AcquireAsync("y"); }
        private async Task XAsync() { await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        [DistributedLock("x-{id}")]
        public partial Task XAsync(int id);
        private Task XCoreAsync(int id) => [|YAsync(id)|];
        [DistributedLock("y-{id}")]
        public partial Task YAsync(int id);
        private Task YCoreAsync(int id) => id > 0 ? XAsync(id - 1) : Task.CompletedTask;
        """,
        """
        public void One(Action<int> run) { using var x = locks.Acquire("x"); [|Y|].ToString(); }
        public void Two() { using var y = locks.Acquire("y"); Action take = () => { using var x = locks.Acquire("x"); }; take(); }
        private int Y { get { using var y = locks.Acquire("y"); return 1; } }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var z = await locks.AcquireAsync("z"); }
        public async Task ThreeAsync() { await using var z = await locks.AcquireAsync("z"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync(new LockRequest("x") { Mode = LockMode.Shared }); await using var y = await [|locks.AcquireAsync("y")|]; }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.TryAcquireAsync("x"); if (x != null) { await using var y = await [|locks.TryAcquireAsync("y", TimeSpan.FromSeconds(5))|]; } }
        public async Task TwoAsync() { await using var y = await locks.TryAcquireAsync("y"); if (y != null) { await using var x = await locks.TryAcquireAsync("x", TimeSpan.FromSeconds(5)); } }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await [|_contract.YAsync()|]; }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
        private readonly IContract _contract = null!;
        public interface IContract { Task YAsync(); }
        public class Contract(IDistributedLockProvider locks) : IContract { public async Task YAsync() { await using var y = await locks.AcquireAsync("y"); } }
        """,
    ];

    public static TheoryData<string> Harmless { get; } =
    [
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        """,
        """
        public async Task OneAsync() { await using (await locks.AcquireAsync("x")) { } await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using (await locks.AcquireAsync("y")) { } await using var x = await locks.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using var both = await locks.AcquireAllAsync(["x", "y"]); }
        public async Task TwoAsync() { await using var both = await locks.AcquireAllAsync(["y", "x"]); }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.TryAcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync(new LockRequest("x") { Timeout = TimeSpan.Zero }); }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync(new LockRequest("x") { MaxConcurrency = 4 }); }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var y = await elsewhere.AcquireAsync("y"); await using var x = await elsewhere.AcquireAsync("x"); }
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync(Shared("x")); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync(Shared("x")); }
        private static LockRequest Shared(string key) => new(key) { Mode = LockMode.Shared };
        """,
        """
        public async Task OneAsync() { await using var x = await locks.AcquireAsync(new LockRequest("x") { Mode = LockMode.Shared }); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync(new LockRequest("x") { Mode = LockMode.Shared }); }
        """,
        """
        public async Task OneAsync(string id) { await using var x = await locks.AcquireAsync($"a-{id}"); await using var y = await locks.AcquireAsync("y"); }
        public async Task TwoAsync(string other) { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync($"b-{other}"); }
        """,
        """
        [DistributedLock("node-{node.Id}")]
        public partial Task WalkAsync(Node node);
        private async Task WalkCoreAsync(Node node) { foreach (var child in node.Children) { await WalkAsync(child); } if (node.Parent is { } parent) { await WalkAsync(node.Parent); } }
        public record Node(int Id, Node? Parent, Node[] Children);
        """,
        """
        public async Task RunAsync(string one, string two) { await using var both = await locks.AcquireAllAsync([$"account-{one}", $"account-{two}"]); }
        """,
        """
        public async Task RunAsync(string one, string two) { await using (await locks.AcquireAsync($"account-{one}")) { } await using (await locks.AcquireAsync($"account-{two}")) { } }
        """,
    ];

    public static TheoryData<string> Exchanged { get; } =
    [
        """public async Task RunAsync(string one, string two) { await using var a = await locks.AcquireAsync($"account-{one}"); await using var b = await [|locks.AcquireAsync($"account-{two}")|]; }""",
        """public async Task RunAsync(Account one, Account two) { await using var a = await locks.AcquireAsync($"account-{one.Id}"); await using var b = await [|locks.AcquireAsync($"account-{two.Id}")|]; } public record Account(int Id);""",
        """public async Task RunAsync(int one, int two) { await using var a = await locks.AcquireAsync("account-" + one); await [|SecondAsync(two)|]; } private async Task SecondAsync(int id) { await using var b = await locks.AcquireAsync($"account-{id}"); }""",
        """
        [DistributedLock("account-{one}")]
        public partial Task RunAsync(int one, int two);
        private Task RunCoreAsync(int one, int two) => [|SecondAsync(two)|];
        [DistributedLock("account-{id}")]
        public partial Task SecondAsync(int id);
        private Task SecondCoreAsync(int id) => Task.CompletedTask;
        """,
    ];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Opposite))]
    public async Task Opposite_orders_are_reported_once_with_both_paths(string members)
    {
        var found = Assert.Single(await Check.ReportsAsync(Rule, Around(members)));

        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.True(found.AdditionalLocations.Count >= 2);
        Assert.Contains("while it holds", found.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Harmless))]
    public Task Orders_that_cannot_meet_are_silent(string members) => Check.SilentAsync(Rule, Around(members));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Exchanged))]
    public async Task Two_locks_of_one_template_from_two_parameters_are_an_information(string members)
    {
        var found = Assert.Single(await Check.ReportsAsync(Rule, Around(members)));

        Assert.Equal(DiagnosticSeverity.Info, found.Severity);
    }

    [Fact(Timeout = 60_000)]
    public async Task Message_prints_both_paths()
    {
        var found = Assert.Single(await Check.ReportsAsync(Rule, Around("""
            public async Task OneAsync() { await using var x = await locks.AcquireAsync("x"); await [|YAsync()|]; }
            public async Task TwoAsync() { await using var y = await locks.AcquireAsync("y"); await using var x = await locks.AcquireAsync("x"); }
            private async Task YAsync() { await using var y = await locks.AcquireAsync("y"); }
            """)));

        Assert.Contains(
            "Service.OneAsync -> Service.YAsync takes \"y\" while it holds \"x\", Service.TwoAsync takes \"x\" while it holds \"y\"",
            found.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Message_is_the_same_whatever_the_order_of_analysis()
    {
        var code = Around(string.Concat(Enumerable.Range(0, 40).Select(number => $$"""
            public async Task Up{{number}}Async() { await using var a = await locks.AcquireAsync("n{{number}}"); await Take{{(number + 1) % 40}}Async(); }
            private async Task Take{{number}}Async() { await using var a = await locks.AcquireAsync("n{{number}}"); }

            """)));

        var messages = new HashSet<string>();
        for (var time = 0; time < 5; time++)
        {
            var found = await TestCompilation.Of(code).DiagnosticsAsync(TestContext.Current.CancellationToken);
            messages.Add(string.Join('\n', found.Select(static diagnostic => diagnostic.ToString())));
        }

        Assert.Contains(Rule, Assert.Single(messages), StringComparison.Ordinal);
    }

    private static TestCode Around(string members) => $$"""
        public partial class Service(IDistributedLockProvider locks)
        {
            private static readonly InMemoryLockProvider elsewhere = new();

            {{members.Replace("}\")]", "}\", Provider = \"locks\")]", StringComparison.Ordinal)}}

            public static object Elsewhere => elsewhere;
        }
        """;
}
