using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Declarations;

/// <summary>DLK0001 on shapes that are rarely written, and have to work all the same.</summary>
public class OddShapeTests
{
    [Fact(Timeout = 60_000)]
    public Task Override_with_a_type_parameter_that_may_be_null() => MendsAsync(
        """
        public abstract class Base(IDistributedLockProvider locks)
        {
            protected readonly IDistributedLockProvider Locks = locks;

            public abstract Task<T?> GetAsync<T>(T? value);

            public abstract void Put<T>(T? value) where T : class;

            public abstract void Set<T>(T? value) where T : struct, Enum;
        }

        public class Derived(IDistributedLockProvider locks) : Base(locks)
        {
            [DistributedLock("a")]
            public override async Task<T?> GetAsync<T>(T? value) where T : default
            {
                await Task.Yield();
                return value;
            }

            [DistributedLock("b")]
            public override void Put<T>(T? value) where T : class { }

            [DistributedLock("c")]
            public override void Set<T>(T? value) { }
        }
        """,
        """
        public abstract class Base(IDistributedLockProvider locks)
        {
            protected readonly IDistributedLockProvider Locks = locks;

            public abstract Task<T?> GetAsync<T>(T? value);

            public abstract void Put<T>(T? value) where T : class;

            public abstract void Set<T>(T? value) where T : struct, Enum;
        }

        public partial class Derived(IDistributedLockProvider locks) : Base(locks)
        {
            [DistributedLock("a")]
            public override partial Task<T?> GetAsync<T>(T? value) where T : default;

            private async Task<T?> GetCoreAsync<T>(T? value)
            {
                await Task.Yield();
                return value;
            }

            [DistributedLock("b")]
            public override partial void Put<T>(T? value) where T : class;

            private void PutCore<T>(T? value) where T : class { }

            [DistributedLock("c")]
            public override partial void Set<T>(T? value);

            private void SetCore<T>(T? value) where T : struct, Enum { }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Names_that_are_keywords() => MendsAsync(
        """
        public class @class(IDistributedLockProvider @lock)
        {
            [DistributedLock("a-{event}")]
            public async Task @switch(string @event, int @default = 1) => await Task.Delay(@default);
        }
        """,
        """
        public partial class @class(IDistributedLockProvider @lock)
        {
            [DistributedLock("a-{event}")]
            public partial Task @switch(string @event, int @default = 1);

            private async Task switchCore(string @event, int @default) => await Task.Delay(@default);
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Extension_by_reference_and_scoped_parameters() => MendsAsync(
        """
        public static class Extensions
        {
            private static readonly InMemoryLockProvider Locks = new();

            [DistributedLock("a")]
            public static int Next(this ref int number, scoped Span<int> items, params string[] rest) => number + items.Length + rest.Length;
        }
        """,
        """
        public static partial class Extensions
        {
            private static readonly InMemoryLockProvider Locks = new();

            [DistributedLock("a")]
            public static partial int Next(this ref int number, scoped Span<int> items, params string[] rest);

            private static int NextCore(ref int number, scoped Span<int> items, string[] rest) => number + items.Length + rest.Length;
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Record_with_a_constructor_of_its_own() => MendsAsync(
        """
        public record Job
        {
            private readonly string _name;

            public Job(string name)
            {
                _name = name;
            }

            protected Job(Job original)
            {
                _name = original._name;
            }

            [DistributedLock("a")]
            public string Run() => _name;
        }
        """,
        """
        public partial record Job
        {
            private readonly string _name;
            private readonly IDistributedLockProvider _locks;

            public Job(string name, IDistributedLockProvider locks)
            {
                _name = name;
                _locks = locks;
            }

            protected Job(Job original)
            {
                _name = original._name;
                _locks = original._locks;
            }

            [DistributedLock("a")]
            public partial string Run();

            private string RunCore() => _name;
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Positional_record_that_copies_by_itself() => MendsAsync(
        """
        public record Job(string Name)
        {
            protected Job(Job original) => Name = original.Name;

            [DistributedLock("a")]
            public string Run() => Name;
        }
        """,
        """
        public partial record Job(string Name, IDistributedLockProvider Locks)
        {
            protected Job(Job original)
            {
                Name = original.Name;
                Locks = original.Locks;
            }

            [DistributedLock("a")]
            public partial string Run();

            private string RunCore() => Name;
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Attributes_beside_the_head_and_a_brace_at_its_end() => MendsAsync(
        """
        public class S(IDistributedLockProvider locks) {
            [DistributedLock("a")] public async Task RunAsync(
                int id, // which
                CancellationToken token) {
                await Task.Delay(id, token);
            }
        }
        """,
        """
        public partial class S(IDistributedLockProvider locks) {
            [DistributedLock("a")] public partial Task RunAsync(
                int id, // which
                CancellationToken token);

            private async Task RunCoreAsync(
                int id, // which
                CancellationToken token) {
                await Task.Delay(id, token);
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Body_that_ends_differently_in_two_configurations() => MendsAsync(
        """
        public class S(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public int Run()
            {
        #if OTHER
                return 1;
            }
        #else
                return 2;
            }
        #endif
        }
        """,
        """
        public partial class S(IDistributedLockProvider locks)
        {
            [DistributedLock("a")]
            public partial int Run();

            private int RunCore()
            {
        #if OTHER
                return 1;
            }
        #else
                return 2;
            }
        #endif
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Fallback_and_other_options_are_kept() => MendsAsync(
        """
        public class S(IDistributedLockProvider locks)
        {
            [DistributedLock("a-{id}", Fallback = nameof(Later), MaxConcurrency = 3)]
            public async ValueTask<int> RunAsync(int id, CancellationToken token) => await Task.FromResult(id);

            private ValueTask<int> Later(int id, CancellationToken token) => new(0);
        }
        """,
        """
        public partial class S(IDistributedLockProvider locks)
        {
            [DistributedLock("a-{id}", Fallback = nameof(Later), MaxConcurrency = 3)]
            public partial ValueTask<int> RunAsync(int id, CancellationToken token);

            private async ValueTask<int> RunCoreAsync(int id, CancellationToken token) => await Task.FromResult(id);

            private ValueTask<int> Later(int id, CancellationToken token) => new(0);
        }
        """);

    private static async Task MendsAsync(string before, string after)
    {
        await Fix.MendsAsync("DLK0001", before, after);
        await Declaration.IsSoundAsync(after);
    }
}
