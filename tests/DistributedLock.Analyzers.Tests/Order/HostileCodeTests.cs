using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Order;

/// <summary>Half-typed code: whatever stands there, no analyzer throws. The harness fails a test in which one does.</summary>
public class HostileCodeTests
{
    private const string Source = """
        [assembly: LockOrder("a-{id}", "b")]

        public interface IWork { Task GoAsync(string id); int Size { get; set; } }

        public partial class Service(IDistributedLockProvider locks, IWork work) : IWork
        {
            public int Size { get { using var h = locks.Acquire("s"); return 1; } set { } }

            [DistributedLock("a-{id}")]
            public partial Task GoAsync(string id);

            private async Task GoCoreAsync(string id, IDistributedLockHandle handle)
            {
                await using var both = await locks.AcquireAllAsync(new LockKey[] { "b", $"c-{id.Length:D2}-{work.Size}" });
                await With("k-" + id, async x => { await work.GoAsync(x); });
                if (both is { } held && work?.Size > 2) { await GoAsync(id); } else { await using (held) { } }
            }

            private async Task With(string key, Func<string, Task> body)
            {
                var request = new LockRequest(key) { Mode = LockMode.Shared, MaxConcurrency = 1 };
                IDistributedLockHandle? handle = null;
                try { handle = await locks.AcquireAsync(request); await body(key); } finally { handle?.Dispose(); }
            }
        }
        """;

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 12)];

    [Fact(Timeout = 60_000)]
    public Task Option_that_is_set_twice_makes_no_analyzer_throw() => Check.SilentAsync("DLK0201", new TestCode("""
        public class Service(IDistributedLockProvider locks)
        {
            public async Task RunAsync() { await using var h = await locks.AcquireAsync(new LockRequest("a") { Mode = LockMode.Shared, Mode = LockMode.Shared }); }
        }
        """) { MayNotCompile = true });

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Seeds))]
    public async Task Code_with_pieces_missing_or_exchanged_makes_no_analyzer_throw(int seed)
    {
        var random = new Random(seed);
        for (var time = 0; time < 4; time++)
        {
            var text = Source;
            for (var change = 0; change < 1 + time; change++)
            {
                var start = random.Next(text.Length);
                var length = Math.Min(random.Next(1, 30), text.Length - start);
                var from = random.Next(Source.Length - 30);
                text = text.Remove(start, length).Insert(start, random.Next(2) == 0 ? string.Empty : Source.Substring(from, random.Next(1, 30)));
            }

            await TestCompilation.Of(new TestCode(text) { MayNotCompile = true }).DiagnosticsAsync(TestContext.Current.CancellationToken);
        }
    }
}
