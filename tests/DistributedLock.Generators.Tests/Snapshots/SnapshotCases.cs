namespace DistributedLock.Generators.Tests.Snapshots;

/// <summary>One source for each shape that generated code has.</summary>
public static class SnapshotCases
{
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["TaskOfValue"] = """
            namespace Shop;

            public record Invoice(int Id);
            public record Order(int Id);

            public partial class InvoiceService(IDistributedLockProvider locks)
            {
                [DistributedLock("invoice-{tenantId}", TimeoutSeconds = 10)]
                public partial Task<Invoice> CreateAsync(string tenantId, Order order, CancellationToken cancellationToken = default);

                private Task<Invoice> CreateCoreAsync(string tenantId, Order order, CancellationToken cancellationToken) => Task.FromResult(new Invoice(order.Id));
            }
            """,
        ["ConstantKey"] = InService("""[DistributedLock("nightly")] public partial Task RunAsync(); Task RunCoreAsync() => Task.CompletedTask;"""),
        ["SynchronousVoid"] = InService("""[DistributedLock("run-{id}")] public partial void Run(int id); void RunCore(int id) { }"""),
        ["SynchronousValue"] = InService("""[DistributedLock("run-{id}")] public partial int Run(int id, ref int x, out string y); int RunCore(int id, ref int x, out string y) { y = ""; return 1; }"""),
        ["Stream"] = InService("""[DistributedLock("read-{id}")] public partial IAsyncEnumerable<int> ReadAsync(int id, CancellationToken token = default); async IAsyncEnumerable<int> ReadCoreAsync(int id, [EnumeratorCancellation] CancellationToken token) { await Task.Yield(); yield return id; }"""),
        ["StreamWithoutToken"] = InService("""[DistributedLock("read")] public partial IAsyncEnumerable<int> ReadAsync(); async IAsyncEnumerable<int> ReadCoreAsync() { await Task.Yield(); yield return 1; }"""),
        ["SkipWithResult"] = InService("""[DistributedLock("k", OnContention = Contention.Skip)] public partial ValueTask<LockResult<int>> RunAsync(); ValueTask<int> RunCoreAsync() => new(1);"""),
        ["Fallback"] = InService("""[DistributedLock("k-{id}", Fallback = nameof(Busy))] public partial Task<int> RunAsync(int id, CancellationToken token); Task<int> RunCoreAsync(int id, CancellationToken token) => Task.FromResult(1); Task<int> Busy(int id, CancellationToken token) => Task.FromResult(2);"""),
        ["SeveralLocks"] = InService("""[DistributedLock("from-{from}"), DistributedLock("to-{to}", Mode = LockMode.Shared)] public partial Task MoveAsync(Guid from, Guid to, CancellationToken token); Task MoveCoreAsync(Guid from, Guid to, IReadOnlyList<IDistributedLockHandle> held, CancellationToken token) => Task.CompletedTask;"""),
        ["Collection"] = InService("""public class Batch { public int[] Ids { get; } = [1]; } [DistributedLock("item-{batch.Ids*}")] public partial Task UpdateAsync(Batch batch); Task UpdateCoreAsync(Batch batch) => Task.CompletedTask;"""),
        ["SharedHandle"] = InService("""[DistributedLock("k")] public partial Task RunAsync(IDistributedLockHandle? held, CancellationToken token); Task RunCoreAsync(IDistributedLockHandle? held, CancellationToken token) => Task.CompletedTask;"""),
        ["AllOptions"] = InService("""[DistributedLock("k", TimeoutMinutes = 0.5, MaxConcurrency = 3, LeaseSeconds = 60, HoldAtLeastSeconds = 5, MaxHoldSeconds = 120.5, Profile = "slow \"one\"")] public partial Task RunAsync(); Task RunCoreAsync() => Task.CompletedTask;"""),
        ["EveryKindOfPlaceholder"] = InService("""string Region => "eu"; static int Shard => 1; public class Order { public Order? Next; public DateTime? Due { get; } public string Id => ""; } [DistributedLock("{{<<k>>}}-{text}-{letter}-{flag}-{day}-{date:yyyyMMdd}-{uri}-{order.Next.Due.Value.Year:D4}-{this.Region}-{this.Shard}/<order.Id>")] public partial void Run(string text, char letter, bool flag, DayOfWeek day, DateOnly date, Uri uri, Order order); void RunCore(string text, char letter, bool flag, DayOfWeek day, DateOnly date, Uri uri, Order order) { }"""),
        ["LookedUp"] = InService("""static Dictionary<string, int> Shards => new(); [DistributedLock("{data[tenant.id]}-{data[http://day:1]:yyyyMMdd}-{this.Shards[eu]:D2}-{names[x]}")] public partial void Run(IReadOnlyDictionary<string, object?>? data, IDictionary<string, string> names); void RunCore(IReadOnlyDictionary<string, object?>? data, IDictionary<string, string> names) { }"""),
        ["Rejected"] = InService("""[DistributedLock("k-{nobody}")] public partial Task<int> RunAsync<T>(T id) where T : class;"""),
        ["RejectedPrimaryConstructor"] = """public partial class Service(IDistributedLockProvider locks) { [DistributedLock("k")] public partial void Run(); }""",
        ["RejectedPartWithBody"] = InService("""[DistributedLock("k")] public async partial Task<int> RunAsync<T>(T id, int times) where T : class { await Task.Yield(); return times; }"""),
        ["WarningsWithIds"] = """
            #pragma warning disable NEW1, OLD1

            [System.Diagnostics.CodeAnalysis.Experimental("NEW1")] public class New { }
            [Obsolete("old", DiagnosticId = "OLD1")] public class Old { }

            public partial class Service(IDistributedLockProvider locks)
            {
                [DistributedLock("k")] public partial Task RunAsync(Old[] old, Func<New> create);

                private Task RunCoreAsync(Old[] old, Func<New> create) => Task.CompletedTask;
            }
            """,
        ["GenericNested"] = """
            namespace A.B;

            public partial class Outer<T>
                where T : class
            {
                internal readonly partial record struct Inner<U>(IDistributedLockProvider Locks)
                {
                    [DistributedLock("k-{value}")]
                    public partial Task<(T? Left, U Right)> PairAsync<V>(T? left, U right, V value) where V : struct, IFormattable;

                    private Task<(T? Left, U Right)> PairCoreAsync<V>(T? left, U right, V value) where V : struct, IFormattable => Task.FromResult((left, right));
                }
            }
            """,
        ["PropertyProvider"] = """
            public partial class Service
            {
                protected virtual IDistributedLockProvider? Locks { get; }

                [DistributedLock("k")] public partial Task RunAsync();

                private Task RunCoreAsync() => Task.CompletedTask;
            }
            """,
        ["StaticOverloads"] = """
            public static partial class Jobs
            {
                private static readonly IDistributedLockProvider Locks = null!;

                [DistributedLock("k-{id}")] public static partial Task RunAsync(this string id);

                private static Task RunCoreAsync(string id) => Task.CompletedTask;

                [DistributedLock("k-{id}")] public static partial Task RunAsync(int id);

                private static Task RunCoreAsync(int id) => Task.CompletedTask;
            }
            """,
    };

    public static TheoryData<string> Names { get; } = [.. Sources.Keys];

    public static string SourceOf(string name) => Sources[name];

    private static string InService(string members) => $$"""
        public partial class Service
        {
            private readonly IDistributedLockProvider _locks;

            public Service(IDistributedLockProvider locks) => _locks = locks;

            {{members}}
        }
        """;
}
