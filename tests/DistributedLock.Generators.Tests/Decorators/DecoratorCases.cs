namespace DistributedLock.Generators.Tests.Decorators;

/// <summary>One source for each shape that generated decorators have.</summary>
public static class DecoratorCases
{
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["Decorator"] = """
            namespace Shop;

            public interface IOrders
            {
                [DistributedLock("order-{id}")]
                Task PlaceAsync(int id, CancellationToken cancellationToken = default);

                Task<int> CountAsync();
            }
            """,
        ["DecoratorForms"] = """
            public interface IForms
            {
                [DistributedLock("a-{id}", OnContention = Contention.Skip)] Task<LockResult<int>> SkipAsync(int id);
                [DistributedLock("b", OnContention = Contention.Skip)] LockResult Skip();
                [DistributedLock("c-{id}", Fallback = nameof(BusyAsync))] ValueTask<string> GetAsync(string id, CancellationToken token);
                ValueTask<string> BusyAsync(string id);
                [DistributedLock("d", Fallback = nameof(CountAsync))] Task<LockResult<int>> TryCountAsync();
                Task<int> CountAsync();
                [DistributedLock("d2", Fallback = nameof(Skip))] LockResult Stop();
                [DistributedLock("e-{this.Region}")] IAsyncEnumerable<int> ReadAsync(CancellationToken token = default);
                string Region { get; }
                [DistributedLock("f-{from}"), DistributedLock("g-{ids*}", Mode = LockMode.Shared)] int Move(Guid from, int[] ids);
                [DistributedLock("h")] Task ShareAsync(IDistributedLockHandle? held, CancellationToken token);
            }
            """,
        ["DecoratorMembers"] = """
            public enum Color { Red, Green = -3 }

            public interface IMembers
            {
                [DistributedLock("k")] void Lock();
                string Name { get; }
                string? Note { get; set; }
                int Size { set; }
                int Kind { get; init; }
                ref int Slot { get; }
                ref readonly int Fixed(in int index);
                int this[int index, string name = "x"] { get; set; }
                event EventHandler? Changed;
                event Action<int> Counted;
                T Get<T>(T value, out int length, ref long total, params T[] more) where T : class, IComparable<T>, new();
                void Defaults(int a = -1, string? b = null, string c = "\"\\", Color d = Color.Green, double e = double.NaN, decimal f = 1.50m, char g = '\n', DayOfWeek? h = DayOfWeek.Friday, TimeSpan i = default, float j = 0.1f, bool k = true, ulong l = ulong.MaxValue);
                bool TryGet(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value);
                string ToString();
                void Inform() { }
                void @class(dynamic @event);
                unsafe int* Raw(int* pointer);
                static int Shared() => 1;
                private void Own() { }
                sealed void Closed() { }
                Span<int> Slice(scoped Span<int> all, scoped in int from);
            }
            """,
        ["DecoratorGeneric"] = """
            namespace Store;

            public interface IEntity { int Id { get; } }

            public interface IRepository<T>
                where T : class, IEntity
            {
                [DistributedLock("entity-{entity.Id}", TimeoutSeconds = 5)]
                Task SaveAsync(T entity, CancellationToken cancellationToken);

                Task<T?> FindAsync(int id);
            }
            """,
        ["DecoratorInherited"] = """
            public interface IReader { int Count { get; } Task RunAsync(); T? Pick<T>(T? one) where T : notnull; event Action? Done; }

            public interface IWriter<T> where T : IFormattable { [DistributedLock("write-{value}")] Task RunAsync(T value); int Count { get; } void Reset(); [DistributedLock("hidden")] void Hide(); S? Pick<S>(S? one) where S : class; }

            public interface IBoth : IReader, IWriter<int>, IDisposable
            {
                new void Hide();
            }
            """,
        ["DecoratorNested"] = """
            namespace A;

            public static partial class Outer<T>
            {
                internal interface IJob<U> where U : struct, IFormattable { [DistributedLock("job-{id}")] void Run(U id, T value); }
                private interface IHidden { [DistributedLock("k")] void Run(); }

                internal static object Use() => new LockedHidden(null!, null!);
            }
            """,
        ["DecoratorNames"] = """
            public interface Names
            {
                string _inner { get; }
                void Run(int _locks, int inner, string request);
                void LockedNames();
                [DistributedLock("k-{request}")] Task<int> GoAsync(int request, int handle, int hold, int result, CancellationToken _inner);
                [DistributedLock("k")] Task<int> GoAsync();
                int GoAsyncLock { get; }
            }
            """,
    };

    public static TheoryData<string> Names => [.. Sources.Keys];

    public static string SourceOf(string name) => Sources[name];
}
