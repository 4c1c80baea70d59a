using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0001: what the fix does beside dividing the method, and where it is not offered.</summary>
public class MethodNotPartialFixTests
{
    private const string Rule = "DLK0001";

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
    public Task All_types_around_become_partial() => MendsAsync(
        """
        namespace Shop;

        public static class Outer<T>
        {
            internal interface IMiddle
            {
                public record struct Inner(IDistributedLockProvider Locks)
                {
                    [DistributedLock("a")]
                    public async Task<T?> RunAsync() { await Task.Yield(); return default; }
                }
            }
        }
        """,
        """
        namespace Shop;

        public static partial class Outer<T>
        {
            internal partial interface IMiddle
            {
                public partial record struct Inner(IDistributedLockProvider Locks)
                {
                    [DistributedLock("a")]
                    public partial Task<T?> RunAsync();

                    private async Task<T?> RunCoreAsync() { await Task.Yield(); return default; }
                }
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Record_is_given_a_provider() => MendsAsync(
        """
        public sealed record Job(string Name)
        {
            [DistributedLock("job-{this.Name}")]
            public void Run() { }
        }
        """,
        """
        public sealed partial record Job(string Name, IDistributedLockProvider Locks)
        {
            [DistributedLock("job-{this.Name}")]
            public partial void Run();

            private void RunCore() { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Struct_keeps_readonly_methods_readonly() => MendsAsync(
        """
        public struct Counter
        {
            private int _count;

            public Counter(int count)
            {
                _count = count;
            }

            [DistributedLock("a")]
            public readonly int Read() => _count;

            [DistributedLock("b")]
            public int Next() => ++_count;
        }
        """,
        """
        public partial struct Counter
        {
            private int _count;
            private readonly IDistributedLockProvider _locks;

            public Counter(int count, IDistributedLockProvider locks)
            {
                _count = count;
                _locks = locks;
            }

            [DistributedLock("a")]
            public readonly partial int Read();

            private readonly int ReadCore() => _count;

            [DistributedLock("b")]
            public partial int Next();

            private int NextCore() => ++_count;
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Struct_without_constructor_gets_a_primary_one() => MendsAsync(
        """
        public readonly struct Service
        {
            [DistributedLock("a")]
            public async Task RunAsync() => await Task.Yield();
        }
        """,
        """
        public readonly partial struct Service(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial Task RunAsync();

            private async Task RunCoreAsync() => await Task.Yield();
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Virtual_override_sealed_and_new_stay_on_the_definition() => MendsAsync(
        """
        public abstract class Base
        {
            protected IDistributedLockProvider Locks { get; set; } = new InMemoryLockProvider();

            public abstract Task RunAsync(int id = 1);

            public virtual T Get<T>(T value) where T : class, IDisposable => value;

            public void Stop() { }
        }

        public class Derived : Base
        {
            [DistributedLock("a-{id}")]
            public sealed override async Task RunAsync(int id = 2)
            {
                await Task.Yield();
            }

            [DistributedLock("b")]
            public override T Get<T>(T value) => base.Get(value);

            [DistributedLock("c")]
            public new virtual void Stop() => base.Stop();
        }
        """,
        """
        public abstract class Base
        {
            protected IDistributedLockProvider Locks { get; set; } = new InMemoryLockProvider();

            public abstract Task RunAsync(int id = 1);

            public virtual T Get<T>(T value) where T : class, IDisposable => value;

            public void Stop() { }
        }

        public partial class Derived : Base
        {
            [DistributedLock("a-{id}")]
            public sealed override partial Task RunAsync(int id = 2);

            private async Task RunCoreAsync(int id)
            {
                await Task.Yield();
            }

            [DistributedLock("b")]
            public override partial T Get<T>(T value);

            private T GetCore<T>(T value) where T : class, IDisposable => base.Get(value);

            [DistributedLock("c")]
            public new virtual partial void Stop();

            private void StopCore() => base.Stop();
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Both_of_a_family_of_classes_are_mended() => MendsAsync(
        """
        public class Base(IDistributedLockProvider locks)
        {
            protected IDistributedLockProvider Locks => locks;

            [DistributedLock("a")]
            public virtual async Task RunAsync() => await Task.Yield();
        }

        public class Derived(IDistributedLockProvider locks) : Base(locks)
        {
            [DistributedLock("a")]
            public override async Task RunAsync() => await Task.Yield();
        }
        """,
        """
        public partial class Base(IDistributedLockProvider locks)
        {
            protected IDistributedLockProvider Locks => locks;

            [DistributedLock("a")]
            public virtual partial Task RunAsync();

            private async Task RunCoreAsync() => await Task.Yield();
        }

        public partial class Derived(IDistributedLockProvider locks) : Base(locks)
        {
            [DistributedLock("a")]
            public override partial Task RunAsync();

            private async Task RunCoreAsync() => await Task.Yield();
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Method_of_an_interface_stays_its_implementation() => MendsAsync(
        """
        public interface IJob
        {
            Task RunAsync(CancellationToken token);
        }

        internal class Job : IJob
        {
            readonly IDistributedLockProvider provider;

            internal Job(IDistributedLockProvider provider) { this.provider = provider; }

            [DistributedLock("job")]
            public async Task RunAsync(CancellationToken token) => await Task.Delay(1, token);
        }
        """,
        """
        public interface IJob
        {
            Task RunAsync(CancellationToken token);
        }

        internal partial class Job : IJob
        {
            readonly IDistributedLockProvider provider;

            internal Job(IDistributedLockProvider provider) { this.provider = provider; }

            [DistributedLock("job")]
            public partial Task RunAsync(CancellationToken token);

            private async Task RunCoreAsync(CancellationToken token) => await Task.Delay(1, token);
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
    public async Task Parts_in_two_files_get_one_provider()
    {
        const string Part = "public partial class Service\n{\n    [DistributedLock(\"b\")]\n    public void Go() { }\n}\n";
        var before = new TestCode("""
            public partial class Service
            {
                [DistributedLock("a")]
                public void Run() { }
            }
            """) { OtherFiles = new Dictionary<string, string> { ["Other.cs"] = Part } };
        await Fix.MendsAllAsync(
            Rule,
            before,
            """
            public partial class Service
            {
                [DistributedLock("a")]
                public partial void Run();

                private void RunCore() { }
            }
            """,
            FixAllScope.Project);
    }

    [Fact(Timeout = 60_000)]
    public Task Ref_struct_takes_its_provider_as_well() => MendsAsync(
        """
        public ref struct Cursor
        {
            private readonly Span<int> _items;

            public Cursor(Span<int> items)
            {
                _items = items;
            }

            [DistributedLock("a")]
            public int Read() => _items[0];
        }
        """,
        """
        public ref partial struct Cursor
        {
            private readonly Span<int> _items;
            private readonly IDistributedLockProvider _locks;

            public Cursor(Span<int> items, IDistributedLockProvider locks)
            {
                _items = items;
                _locks = locks;
            }

            [DistributedLock("a")]
            public partial int Read();

            private int ReadCore() => _items[0];
        }
        """);

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

    private static async Task MendsAsync(string before, string after)
    {
        await Fix.MendsAsync(Rule, before, after);
        await Declaration.IsSoundAsync(after);
    }
}
