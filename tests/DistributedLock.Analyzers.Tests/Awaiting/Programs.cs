using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Awaiting;

/// <summary>Small programs that use locks: a class with locked methods, and a class that calls them.</summary>
internal static class Programs
{
    /// <summary>A library with handles of its own, named in the <c>.editorconfig</c> of the project.</summary>
    public const string ForeignHandles = """
        root = true
        [*.cs]
        distributedlock.handle_types = Medallion.IHandle
        """;

    private const string Invoices = """
        public partial class Invoices(IDistributedLockProvider locks)
        {
            [DistributedLock("invoice-{id}")]
            public partial Task<int> CreateAsync(string id);
            private Task<int> CreateCoreAsync(string id) => Task.FromResult(id.Length);

            [DistributedLock("invoice-{id}")]
            public partial Task SendAsync(string id);
            private Task SendCoreAsync(string id) => Task.CompletedTask;

            [DistributedLock("invoice-{id}")]
            public partial ValueTask<string> ReadAsync(string id);
            private ValueTask<string> ReadCoreAsync(string id) => new(id);

            [DistributedLock("invoice-{id}")]
            public partial IAsyncEnumerable<int> LinesAsync(string id);
            private async IAsyncEnumerable<int> LinesCoreAsync(string id)
            {
                await Task.Yield();
                yield return id.Length;
            }

            [DistributedLock("invoice-{id}")]
            public partial int Count(string id);
            private int CountCore(string id) => id.Length;

            public Task<int> PlainAsync(string id) => Task.FromResult(id.Length);
        }
        """;

    private const string Foreign = """
        namespace Medallion
        {
            public interface IHandle : IDisposable, IAsyncDisposable { }

            public interface IDisposableOnlyHandle : IDisposable { }

            public class Lock
            {
                public Task<IHandle> AcquireAsync() => throw new NotSupportedException();
                public ValueTask<IHandle> TryAcquireAsync() => throw new NotSupportedException();
                public IHandle Acquire() => throw new NotSupportedException();
                public Task<IDisposableOnlyHandle> EnterAsync() => throw new NotSupportedException();
            }
        }
        """;

    /// <summary>A class with <c>invoices</c>, <c>locks</c>, <c>memory</c> (a concrete provider) and <c>medallion</c> (of another library) in reach.</summary>
    public static TestCode With(string members, string? editorConfig = ForeignHandles) => new(
        $$"""
        public partial class User(Invoices invoices, IDistributedLockProvider locks, DistributedLock.InMemoryLockProvider memory, Medallion.Lock medallion)
        {
            private readonly Medallion.Lock _medallion = medallion;
            private readonly DistributedLock.InMemoryLockProvider _memory = memory;
            private readonly Invoices _invoices = invoices;
            private readonly List<Task> _kept = new();
            private Task? _last;
            private Task WorkAsync() => Task.CompletedTask;
            private Task<int> NumberAsync() => Task.FromResult(1);
            {{members}}
        }
        """)
    {
        EditorConfig = editorConfig,
        OtherFiles = new Dictionary<string, string> { ["Invoices.cs"] = Invoices, ["Medallion.cs"] = Foreign },
    };
}
