using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;
using static DistributedLock.Analyzers.Tests.Declarations.MethodNotPartialFix;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0001: what the fix does beside dividing the method, and where it is not offered.</summary>
public class MethodNotPartialFixTests
{
    [Fact(Timeout = 60_000)]
    public Task Whole_way_is_gone_in_one_step() => MendsAsync(
        """
        namespace Shop
        {
            /// <summary>Makes invoices.</summary>
            public sealed class InvoiceService
            {
                private readonly List<string> _made = new();

                /// <summary>Makes one.</summary>
                [DistributedLock("invoice-{tenantId}", TimeoutSeconds = 10)]
                public async Task<int> CreateAsync(string tenantId, CancellationToken cancellationToken = default)
                {
                    await Task.Yield();
                    _made.Add(tenantId);
                    return _made.Count;
                }

                public Task<int> TwiceAsync() => CreateAsync("a");
            }
        }
        """,
        """
        namespace Shop
        {
            /// <summary>Makes invoices.</summary>
            public sealed partial class InvoiceService(IDistributedLockProvider locks)
            {
                private readonly List<string> _made = new();

                /// <summary>Makes one.</summary>
                [DistributedLock("invoice-{tenantId}", TimeoutSeconds = 10)]
                public partial Task<int> CreateAsync(string tenantId, CancellationToken cancellationToken = default);

                private async Task<int> CreateCoreAsync(string tenantId, CancellationToken cancellationToken)
                {
                    await Task.Yield();
                    _made.Add(tenantId);
                    return _made.Count;
                }

                public Task<int> TwiceAsync() => CreateAsync("a");
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Static_method_takes_what_is_static() => MendsAsync(
        """
        public static class Jobs
        {
            public static IDistributedLockProvider Locks { get; } = new InMemoryLockProvider();

            [DistributedLock("a-{id}")]
            public static async Task RunAsync(this string id, int times = 1) => await Task.Delay(times);
        }
        """,
        """
        public static partial class Jobs
        {
            public static IDistributedLockProvider Locks { get; } = new InMemoryLockProvider();

            [DistributedLock("a-{id}")]
            public static partial Task RunAsync(this string id, int times = 1);

            private static async Task RunCoreAsync(string id, int times) => await Task.Delay(times);
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Static_method_without_provider_is_divided_all_the_same() => Fix.MendsAsync(
        Rule,
        """
        public static class Jobs
        {
            [DistributedLock("a")]
            public static void Run() { }
        }
        """,
        """
        public static partial class Jobs
        {
            [DistributedLock("a")]
            public static partial void Run();

            private static void RunCore() { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public async Task Core_that_is_only_named_so_far_is_written()
    {
        const string After = """
            public sealed partial class Service(IDistributedLockProvider locks)
            {
                [DistributedLock("a", Core = nameof(Work))]
                public partial void Run();

                private void Work() { }
            }
            """;
        await Fix.MendsAsync(
            Rule,
            new TestCode("""
            public sealed class Service(IDistributedLockProvider locks)
            {
                [DistributedLock("a", Core = nameof(Work))]
                public void Run() { }
            }
            """) { MayNotCompile = true },
            After);
        await Declaration.IsSoundAsync(After);
    }

    [Fact(Timeout = 60_000)]
    public Task Recursion_and_names_in_the_body_stay() => MendsAsync(
        """
        public class Tree(InMemoryLockProvider locks)
        {
            [DistributedLock("tree-{id}")]
            protected internal async Task<dynamic?> WalkAsync(int id, (int From, string? To) range, dynamic? more = null)
            {
                int Local(int x) => x + 1;
                Func<int, Task> again = async next => await WalkAsync(next, range);
                await again(Local(id));
                return nameof(WalkAsync) + range.To;
            }
        }
        """,
        """
        public partial class Tree(InMemoryLockProvider locks)
        {
            [DistributedLock("tree-{id}")]
            protected internal partial Task<dynamic?> WalkAsync(int id, (int From, string? To) range, dynamic? more = null);

            private async Task<dynamic?> WalkCoreAsync(int id, (int From, string? To) range, dynamic? more)
            {
                int Local(int x) => x + 1;
                Func<int, Task> again = async next => await WalkAsync(next, range);
                await again(Local(id));
                return nameof(WalkAsync) + range.To;
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Handle_and_tokens_are_passed_as_before() => MendsAsync(
        """
        public class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public async Task RunAsync(IDistributedLockHandle? handle, CancellationToken first, CancellationToken second) => await Task.Delay(1, second);
        }
        """,
        """
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial Task RunAsync(IDistributedLockHandle? handle, CancellationToken first, CancellationToken second);

            private async Task RunCoreAsync(IDistributedLockHandle? handle, CancellationToken first, CancellationToken second) => await Task.Delay(1, second);
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("public async void Run() => await Task.Yield();")]
    [InlineData("public IEnumerable<int> List() { yield return 1; }")]
    [InlineData("public async Task<int> Run() { await Task.Yield(); return 1; } private int RunBody, RunUnlocked, RunUnderLock; private int RunCore;")]
    [InlineData("public Task RunAsync(ref int id) => Task.CompletedTask;")]
    [InlineData("public Task RunAsync(Span<int> id) => Task.CompletedTask;")]
    [InlineData("public LockResult<int> Run() => LockResult<int>.Skipped;")]
    [InlineData("public async Task<LockResult<int>> RunAsync() { await Task.Yield(); return LockResult<int>.Skipped; }")]
    [InlineData("""
        public void Run(
        #if DEBUG
            int id)
        #else
            long id)
        #endif
        {
        }
        """)]
    public Task Method_that_cannot_be_divided_is_left_alone(string method) => Fix.IsNotOfferedAsync(Rule, new TestCode($$"""
        public partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            {{method}}
        }
        """) { MayNotCompile = true });

    [Theory(Timeout = 60_000)]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public Task All_methods_are_mended_at_once(FixAllScope scope) => Fix.MendsAllAsync(
        Rule,
        """
        public class One
        {
            [DistributedLock("a")]
            public void Run() { }

            [DistributedLock("b")]
            public void Go() { }

            public class Nested
            {
                [DistributedLock("c")]
                public async Task RunAsync() => await Task.Yield();
            }
        }

        public class Two
        {
            private readonly string _name;

            public Two(string name) => _name = name;

            [DistributedLock("d")]
            public string Run() => _name;

            [DistributedLock("e-{id}")]
            public string Run(int id) => _name;

            [DistributedLock("f-{id}")]
            public string Run(int id, CancellationToken token) => _name;
        }
        """,
        """
        public partial class One(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial void Run();

            private void RunCore() { }

            [DistributedLock("b")]
            public partial void Go();

            private void GoCore() { }

            public partial class Nested(IDistributedLockProvider locks)
            {
                [DistributedLock("c")]
                public partial Task RunAsync();

                private async Task RunCoreAsync() => await Task.Yield();
            }
        }

        public partial class Two
        {
            private readonly string _name;
            private readonly IDistributedLockProvider _locks;

            public Two(string name, IDistributedLockProvider locks)
            {
                _name = name;
                _locks = locks;
            }

            [DistributedLock("d")]
            public partial string Run();

            private string RunCore() => _name;

            [DistributedLock("e-{id}")]
            public partial string Run(int id);

            private string RunCore(int id) => _name;

            [DistributedLock("f-{id}", Core = nameof(RunBody))]
            public partial string Run(int id, CancellationToken token);

            private string RunBody(int id, CancellationToken token) => _name;
        }
        """,
        scope);
}
