using DistributedLock.Generators.Tests.Harness;

namespace DistributedLock.Generators.Tests.Wrappers;

/// <summary>Repeated attributes and collection placeholders: all or nothing, in one order.</summary>
public class SeveralLocksTests
{
    private const string Source = """
        public partial class Service(DistributedLock.Generators.Tests.Harness.RecordingProvider locks)
        {
            [DistributedLock("b-{to}")]
            [DistributedLock("b-{from}")]
            public partial Task<int> TransferAsync(string from, string to, CancellationToken token);

            private Task<int> TransferCoreAsync(string from, IReadOnlyList<IDistributedLockHandle> held, string to, CancellationToken token)
            {
                locks.Events.Add("body " + string.Join(",", held.Select(handle => handle.Key.Value)));
                return Task.FromResult(held.Count);
            }

            [DistributedLock("i-{ids*}-{kind}")]
            public partial void Update(IReadOnlyCollection<int>? ids, string kind);

            private void UpdateCore(IReadOnlyCollection<int>? ids, string kind) => locks.Events.Add("body");

            [DistributedLock("o-{order.Lines*}")]
            public partial Task UpdateLinesAsync(Order order);

            private Task UpdateLinesCoreAsync(Order order) => Task.CompletedTask;

            [DistributedLock("a", OnContention = Contention.Skip)]
            [DistributedLock("b")]
            public partial Task<LockResult> SkipAsync();

            private Task SkipCoreAsync() => Task.CompletedTask;

            [DistributedLock("s-{id}")]
            [DistributedLock("x-{ids*}")]
            public partial IAsyncEnumerable<int> ReadAsync(int id, int[] ids);

            private async IAsyncEnumerable<int> ReadCoreAsync(int id, int[] ids) { await Task.Yield(); yield return id; }

            public Order NewOrder(params Guid[] lines) => new() { Lines = lines };

            public class Order { public Guid[]? Lines { get; set; } }
        }
        """;

    private readonly RecordingProvider _provider = new();
    private readonly dynamic _service;

    public SeveralLocksTests() => _service = Service.Create(Source, _provider);

    [Fact(Timeout = 60_000)]
    public async Task Two_attributes_are_taken_in_the_order_of_their_keys_and_handed_to_the_core()
    {
        int count = await _service.TransferAsync("z", "a", CancellationToken.None);

        Assert.Equal(2, count);
        Assert.Equal(["acquire b-a", "acquire b-z", "body b-a,b-z"], _provider.Events.Take(3));
        Assert.Equal(["release b-a", "release b-z"], _provider.Events.Skip(3).Order());
    }

    [Fact(Timeout = 60_000)]
    public async Task Same_key_twice_is_taken_once()
    {
        int count = await _service.TransferAsync("a", "a", CancellationToken.None);

        Assert.Equal(1, count);
        Assert.Equal(["acquire b-a", "body b-a", "release b-a"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_contended_lock_releases_the_others_and_is_named()
    {
        _provider.HeldElsewhere.Add("b-z");

        var exception = await Assert.ThrowsAsync<LockNotAcquiredException>(async () => await _service.TransferAsync("z", "a", CancellationToken.None));

        Assert.Equal("b-{from}", exception.Template);
        Assert.Equal(["acquire b-a", "contended b-z", "release b-a"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public void Collection_takes_one_lock_for_each_distinct_element()
    {
        _service.Update(new List<int> { 2, 1, 2 }, "x");

        Assert.Equal(["acquire i-1-x", "acquire i-2-x", "body"], _provider.Events.Take(3));
        Assert.Equal(5, _provider.Events.Count);
    }

    [Fact(Timeout = 60_000)]
    public void Empty_and_null_collections_throw_and_nothing_is_taken()
    {
        Assert.Equal("ids", Assert.Throws<ArgumentException>((Action)(() => _service.Update(Array.Empty<int>(), "x"))).ParamName);
        Assert.Equal("ids", Assert.Throws<ArgumentException>((Action)(() => _service.Update(null, "x"))).ParamName);
        Assert.Empty(_provider.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task Collection_may_be_a_member()
    {
        await _service.UpdateLinesAsync(_service.NewOrder(Guid.Empty));

        Assert.Equal("acquire o-00000000-0000-0000-0000-000000000000", _provider.Events[0]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Contention_said_by_one_attribute_holds_for_all()
    {
        _provider.HeldElsewhere.Add("b");

        LockResult result = await _service.SkipAsync();

        Assert.False(result.Ran);
        Assert.Equal(["acquire a", "contended b", "release a"], _provider.Events);
    }

    [Fact(Timeout = 60_000)]
    public async Task Stream_holds_all_of_them()
    {
        IAsyncEnumerable<int> stream = _service.ReadAsync(1, new[] { 5, 4 });
        await foreach (var _ in stream.WithCancellation(TestContext.Current.CancellationToken))
        {
            _provider.Events.Add("item");
        }

        Assert.Equal(["acquire s-1", "acquire x-4", "acquire x-5", "item"], _provider.Events.Take(4));
        Assert.Equal(7, _provider.Events.Count);
    }
}
