using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0002, DLK0003, DLK0005 and DLK0010.</summary>
public class OtherDeclarationFixTests
{
    [Fact(Timeout = 60_000)]
    public Task Type_becomes_partial_with_those_around() => Fix.MendsAsync("DLK0002",
        new TestCode("""
        public abstract record Outer
        {
            private protected sealed class Inner
            {
                private readonly IDistributedLockProvider _locks = new InMemoryLockProvider();

                [DistributedLock("a")]
                public partial void Run();

                private void RunCore() => _locks.ToString();
            }
        }
        """) { MayNotCompile = true },
        """
        public abstract partial record Outer
        {
            private protected sealed partial class Inner
            {
                private readonly IDistributedLockProvider _locks = new InMemoryLockProvider();

                [DistributedLock("a")]
                public partial void Run();

                private void RunCore() => _locks.ToString();
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Job_class_becomes_partial() => Fix.MendsAsync("DLK0002",
        """
        [DistributedLock("a")]
        public sealed class NightlyJob(IDistributedLockProvider locks) : Coravel.Invocable.IInvocable
        {
            public Task Invoke() => locks is null ? Task.CompletedTask : Task.Delay(1);
        }
        """,
        """
        [DistributedLock("a")]
        public sealed partial class NightlyJob(IDistributedLockProvider locks) : Coravel.Invocable.IInvocable
        {
            public Task Invoke() => locks is null ? Task.CompletedTask : Task.Delay(1);
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Solution)]
    public Task All_types_become_partial_once(FixAllScope scope) => Fix.MendsAllAsync("DLK0002",
        new TestCode("""
        public struct One
        {
            private static readonly IDistributedLockProvider Locks = new InMemoryLockProvider();

            [DistributedLock("a")]
            public partial void Run();

            [DistributedLock("b")]
            public partial void Go();

            private void RunCore() { }

            private void GoCore() { }
        }
        """) { MayNotCompile = true },
        """
        public partial struct One
        {
            private static readonly IDistributedLockProvider Locks = new InMemoryLockProvider();

            [DistributedLock("a")]
            public partial void Run();

            [DistributedLock("b")]
            public partial void Go();

            private void RunCore() { }

            private void GoCore() { }
        }
        """,
        scope);

    [Fact(Timeout = 60_000)]
    public Task Core_is_written_with_the_head_of_its_definition() => CoreIsWrittenAsync(
        """
            /// <summary>Makes one.</summary>
            [DistributedLock("a-{id}")]
            public partial Task<List<T>> CreateAsync<T>(int id, string text = "x", CancellationToken token = default) where T : class; // here
        """,
        """
            /// <summary>Makes one.</summary>
            [DistributedLock("a-{id}")]
            public partial Task<List<T>> CreateAsync<T>(int id, string text = "x", CancellationToken token = default) where T : class;

            private async Task<List<T>> CreateCoreAsync<T>(int id, string text, CancellationToken token) where T : class
            {
                throw new NotImplementedException();
            } // here
        """);

    [Fact(Timeout = 60_000)]
    public Task Core_returns_the_plain_value() => CoreIsWrittenAsync(
        """
            [DistributedLock("a", OnContention = Contention.Skip)]
            public partial Task<LockResult<int?>> CreateAsync();

            [DistributedLock("b", OnContention = Contention.Skip)]
            public partial System.Threading.Tasks.ValueTask<LockResult> TouchAsync();

            [DistributedLock("c", OnContention = Contention.Skip)]
            public partial LockResult Touch();

            [DistributedLock("d", OnContention = Contention.Skip)]
            internal partial DistributedLock.LockResult<string> Read(in int id);
        """,
        """
            [DistributedLock("a", OnContention = Contention.Skip)]
            public partial Task<LockResult<int?>> CreateAsync();

            private async Task<int?> CreateCoreAsync()
            {
                throw new NotImplementedException();
            }

            [DistributedLock("b", OnContention = Contention.Skip)]
            public partial System.Threading.Tasks.ValueTask<LockResult> TouchAsync();

            private async System.Threading.Tasks.ValueTask TouchCoreAsync()
            {
                throw new NotImplementedException();
            }

            [DistributedLock("c", OnContention = Contention.Skip)]
            public partial LockResult Touch();

            private void TouchCore()
            {
                throw new NotImplementedException();
            }

            [DistributedLock("d", OnContention = Contention.Skip)]
            internal partial DistributedLock.LockResult<string> Read(in int id);

            private string ReadCore(in int id)
            {
                throw new NotImplementedException();
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task Core_of_a_stream_is_no_iterator_yet() => CoreIsWrittenAsync(
        """
            [DistributedLock("a")]
            public static partial IAsyncEnumerable<int> ListAsync(IDistributedLockProvider from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default);
        """,
        """
            [DistributedLock("a")]
            public static partial IAsyncEnumerable<int> ListAsync(IDistributedLockProvider from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default);

            private static IAsyncEnumerable<int> ListCoreAsync(IDistributedLockProvider from, CancellationToken token)
            {
                throw new NotImplementedException();
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task Core_that_the_attribute_names_is_written() => CoreIsWrittenAsync(
        """
            [DistributedLock("a", Core = "Work")]
            public partial void Run();
        """,
        """
            [DistributedLock("a", Core = "Work")]
            public partial void Run();

            private void Work()
            {
                throw new NotImplementedException();
            }
        """);

    [Fact(Timeout = 60_000)]
    public Task All_cores_are_written() => Fix.MendsAllAsync("DLK0003",
        InService("""
            [DistributedLock("a")]
            public partial void Run();

            [DistributedLock("b")]
            public partial void Run(int id);
        """),
        InService("""
            [DistributedLock("a")]
            public partial void Run();

            private void RunCore()
            {
                throw new NotImplementedException();
            }

            [DistributedLock("b")]
            public partial void Run(int id);

            private void RunCore(int id)
            {
                throw new NotImplementedException();
            }
        """));

    [Theory(Timeout = 60_000)]
    [InlineData("{tenantid}", "{tenantId}")]
    [InlineData("<tennantId>", "<tenantId>")]
    [InlineData("{dat:yyyy}", "{date:yyyy}")]
    [InlineData("{idss*}", "{ids*}")]
    [InlineData("{order.Custmer.Id}", "{order.Customer.Id}")]
    [InlineData("{this.Regio}", "{this.Region}")]
    [InlineData("{Region}", "{this.Region}")]
    [InlineData("a{{b}}-{tenantID}-c", "a{{b}}-{tenantId}-c")]
    public Task Placeholder_gets_the_nearest_name(string wrong, string right) => Fix.MendsAsync("DLK0005", WithKey(wrong), WithKey(right));

    [Fact(Timeout = 60_000)]
    public Task All_placeholders_get_their_names() => Fix.MendsAllAsync("DLK0005", WithKey("{tenantid}-{dat:yyyy}"), WithKey("{tenantId}-{date:yyyy}"));

    [Theory(Timeout = 60_000)]
    [InlineData("\"{nothing}\"")]
    [InlineData("\"\\t{tenantid}\"")]
    [InlineData("Key")]
    public Task Placeholder_that_is_not_found_in_the_text_is_left_alone(string key) => Fix.IsNotOfferedAsync("DLK0005", $$"""
        public partial class Service(IDistributedLockProvider locks)
        {
            private const string Key = "{tenantid}";

            [DistributedLock({{key}})]
            public partial void Run(string tenantId);

            private void RunCore(string tenantId) { }
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("Task<int>", "Task<LockResult<int>>", "Task<int>")]
    [InlineData("ValueTask<string?>", "ValueTask<LockResult<string?>>", "ValueTask<string?>")]
    [InlineData("System.Threading.Tasks.Task<(int A, string B)>", "System.Threading.Tasks.Task<LockResult<(int A, string B)>>", "Task<(int A, string B)>")]
    [InlineData("int[]", "LockResult<int[]>", "int[]")]
    [InlineData("List<int>", "LockResult<List<int>>", "List<int>")]
    public async Task Skipped_method_returns_a_result(string before, string after, string core)
    {
        await Fix.MendsAsync("DLK0010", WithReturn(before), WithReturn(after));
        await Declaration.IsSoundAsync(WithReturn(after));

        string WithReturn(string type) => InService($$"""
            [DistributedLock("a", OnContention = Contention.Skip)]
            public partial {{type}} Run();

            private {{core}} RunCore() => throw new NotSupportedException();
        """);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("public override partial int Run(); private int RunCore() => 1;")]
    [InlineData("public partial int Count(); private int CountCore() => 1; public override int Run() => 1;")]
    [InlineData("public partial IAsyncEnumerable<int> List(); private IAsyncEnumerable<int> ListCore() => throw new NotSupportedException(); public override int Run() => 1;")]
    [InlineData("public int Other() => 1; public override int Run() => 1;")]
    public Task Return_type_that_others_decide_is_left_alone(string members) => Fix.IsNotOfferedAsync("DLK0010", new TestCode($$"""
        public interface ICounter { int Count(); }

        public abstract class Base { public abstract int Run(); public virtual int Count() => 1; }

        public partial class Service(IDistributedLockProvider locks) : Base, ICounter
        {
            [DistributedLock("a", OnContention = Contention.Skip)]
            {{members}}
        }
        """) { MayNotCompile = true });

    private static async Task CoreIsWrittenAsync(string before, string after)
    {
        await Fix.MendsAsync("DLK0003", InService(before), InService(after));
        await Declaration.IsSoundAsync(InService(after));
    }

    private static string WithKey(string key) => $$"""
        public sealed record Customer(int Id);

        public sealed record Order(Customer Customer);

        public partial class Service(IDistributedLockProvider locks)
        {
            public string Region { get; } = "eu";

            [DistributedLock("{{key}}")]
            public partial void Run(string tenantId, DateTime date, int[] ids, Order order);

            private void RunCore(string tenantId, DateTime date, int[] ids, Order order) { }
        }
        """;

    private static string InService(string members) => $$"""
        public partial class Service(IDistributedLockProvider locks)
        {
        {{members}}
        }
        """;
}
