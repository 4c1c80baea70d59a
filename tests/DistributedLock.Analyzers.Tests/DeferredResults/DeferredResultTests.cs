using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.DeferredResults;

public class DeferredResultTests
{
    private const string Rule = "DLK0303";

    public static TheoryData<string, string> Wrong { get; } = new()
    {
        { "IEnumerable<int>", "[|_items.Where(item => item > 1)|]" },
        { "IEnumerable<int>", "[|from item in _items where item > 1 select item|]" },
        { "IEnumerable<int>", "[|_items.Where(item => item > 1).AsEnumerable()|]" },
        { "IOrderedEnumerable<int>", "[|_items.OrderBy(item => item)|]" },
        { "System.Collections.IEnumerable", "[|_items.Select(item => item)|]" },
        { "IEnumerable<int>", "[|_table|]" },
        { "IEnumerable<int>", "[|_table.Where(item => item > 1)|]" },
        { "IEnumerable<int>", "[|_table.AsEnumerable()|]" },
        { "IQueryable<int>", "[|_table|]" },
        { "IQueryable<int>", "[|_table.OrderBy(item => item)|]" },
        { "IQueryable<int>", "[|_items.Where(item => item > 1).AsQueryable()|]" },
        { "IEnumerable<int>", "[|Iterate()|]" },
        { "IEnumerable<int>", "[|_items.Count > 3 ? _items.Skip(3) : (IEnumerable<int>)_items|]" },
        { "IEnumerable<int>", "[|_items.Count switch { 0 => Array.Empty<int>(), _ => _items.Take(1) }|]" },
        { "ParallelQuery<int>", "[|_items.AsParallel().Select(item => item)|]" },
    };

    public static TheoryData<string, string> Correct { get; } = new()
    {
        { "IEnumerable<int>", "_items.Where(item => item > 1).ToList()" },
        { "IEnumerable<int>", "_table.Where(item => item > 1).ToArray()" },
        { "IEnumerable<int>", "(from item in _table select item).ToList()" },
        { "IEnumerable<int>", "_items" },
        { "IEnumerable<int>", "_items.AsEnumerable()" },
        { "IQueryable<int>", "_items.ToList().AsQueryable()" },
        { "IEnumerable<int>", "new[] { 1, 2 }" },
        { "IEnumerable<int>", "Enumerable.Empty<int>()" },
        { "IEnumerable<int>", "Array.Empty<int>()" },
        { "IEnumerable<int>", "Load()" },
        { "List<int>", "_items.Where(item => item > 1).ToList()" },
        { "int", "_items.Where(item => item > 1).Sum()" },
        { "Func<IEnumerable<int>>", "() => _items.Select(item => item)" },
        { "ILookup<int, int>", "_items.ToLookup(item => item)" },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Wrong))]
    public Task Query_that_a_synchronous_core_returns_is_reported(string type, string value) => Check.ReportsAsync(Rule, Synchronous(type, $"=> {value};"));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Wrong))]
    public Task Query_that_an_asynchronous_core_returns_is_reported(string type, string value) =>
        Check.ReportsAsync(Rule, Asynchronous(type, $"{{ await Task.Delay(1, token); return {value}; }}"));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Correct))]
    public Task Elements_that_a_synchronous_core_returns_are_silent(string type, string value) => Check.SilentAsync(Rule, Synchronous(type, $"=> {value};"));

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Correct))]
    public Task Elements_that_an_asynchronous_core_returns_are_silent(string type, string value) =>
        Check.SilentAsync(Rule, Asynchronous(type, $"{{ await Task.Delay(1, token); return {value}; }}"));

    [Theory(Timeout = 60_000)]
    [InlineData("{ var query = _items.Where(item => item > 1); return [|query|]; }")]
    [InlineData("{ if (_items.Count == 0) { return _items; } return [|_items.Skip(1)|]; }")]
    [InlineData("{ return [|Local()|]; IEnumerable<int> Local() { yield return 1; } }")]
    public Task Query_in_a_body_is_found_where_it_is_returned(string body) => Check.ReportsAsync(Rule, Synchronous("IEnumerable<int>", body));

    [Theory(Timeout = 60_000)]
    [InlineData("{ IEnumerable<int> result = _items.Where(item => item > 1); result = result.ToList(); return result; }")]
    [InlineData("{ Func<IEnumerable<int>> later = () => _items.Select(item => item); return later().ToList(); }")]
    [InlineData("{ var numbers = Local().ToList(); return numbers; IEnumerable<int> Local() { yield return 1; } }")]
    [InlineData("{ return Inner(); List<int> Inner() => _items; }")]
    public Task What_is_not_known_or_stays_inside_is_silent(string body) => Check.SilentAsync(Rule, Synchronous("IEnumerable<int>", body));

    [Theory(Timeout = 60_000)]
    [InlineData("Task.FromResult<IEnumerable<int>>(_items.Select(item => item))")]
    [InlineData("Task.FromResult(_items.Select(item => item))")]
    public Task Query_in_a_finished_task_is_reported(string value) => Check.ReportsAsync(Rule, $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            private readonly List<int> _items = [];
            [DistributedLock("k")] public partial Task<IEnumerable<int>> ReadAsync();
            private Task<IEnumerable<int>> ReadCoreAsync() => [|{{value}}|];
        }
        """);

    [Theory(Timeout = 60_000)]
    [InlineData("await using var handle = await locks.AcquireAsync(\"k\"); return [|table.Where(item => item > 1)|];")]
    [InlineData("await using (await locks.AcquireAsync(\"k\")) { return [|table|]; }")]
    [InlineData("using (var handle = locks.Acquire(\"k\")) { if (table.Any()) { return [|from item in table select item|]; } } return Array.Empty<int>();")]
    public Task Query_that_leaves_the_using_of_a_handle_is_reported(string body) => Check.ReportsAsync(Rule, ByHand(body));

    [Theory(Timeout = 60_000)]
    [InlineData("await using var handle = await locks.AcquireAsync(\"k\"); return table.Where(item => item > 1).ToList();")]
    [InlineData("await using (await locks.AcquireAsync(\"k\")) { } return table;")]
    [InlineData("if (table.Any()) { return table; } await using var handle = await locks.AcquireAsync(\"k\"); return Array.Empty<int>();")]
    [InlineData("await using (new System.IO.MemoryStream()) { return table; }")]
    public Task Query_that_has_nothing_to_do_with_the_lock_is_silent(string body) => Check.SilentAsync(Rule, ByHand(body));

    [Fact(Timeout = 60_000)]
    public Task Stream_is_read_while_the_lock_is_held() => Check.SilentAsync(Rule, """
        partial class Service(IDistributedLockProvider locks)
        {
            [DistributedLock("k")] public partial IAsyncEnumerable<int> ReadAsync(CancellationToken token);
            private async IAsyncEnumerable<int> ReadCoreAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
            {
                await Task.Delay(1, token);
                yield return 1;
            }
            public IEnumerable<int> Lazily()
            {
                using var handle = locks.Acquire("k");
                yield return 1;
            }
        }
        """);

    [Fact(Timeout = 60_000)]
    public Task Query_of_another_method_is_silent() => Check.SilentAsync(Rule, """
        class Service { public IEnumerable<int> Read(IQueryable<int> table) => table.Where(item => item > 1); }
        """);

    private static string Synchronous(string type, string body) => Service($$"""
        [DistributedLock("k")] public partial {{type}} Read();
            private {{type}} ReadCore() {{body}}
        """);

    private static string Asynchronous(string type, string body) => Service($$"""
        [DistributedLock("k")] public partial Task<{{type}}> ReadAsync(CancellationToken token);
            private async Task<{{type}}> ReadCoreAsync(CancellationToken token) {{body}}
        """);

    private static string Service(string members) => $$"""
        partial class Service(IDistributedLockProvider locks)
        {
            private readonly List<int> _items = [];
            private readonly IQueryable<int> _table = null!;
            private static IEnumerable<int> Iterate() { yield return 1; }
            private IEnumerable<int> Load() => _items;
            {{members}}
        }
        """;

    private static string ByHand(string body) => $$"""
        class Service(IDistributedLockProvider locks)
        {
            public async Task<IEnumerable<int>> ReadAsync(IQueryable<int> table) { await Task.Yield(); {{body}} }
        }
        """;
}
