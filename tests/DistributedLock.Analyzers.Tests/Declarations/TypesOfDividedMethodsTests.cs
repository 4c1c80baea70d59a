using DistributedLock.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;
using static DistributedLock.Analyzers.Tests.Declarations.MethodNotPartialFix;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0001: what happens to the types around a method that is divided.</summary>
public class TypesOfDividedMethodsTests
{
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
}
