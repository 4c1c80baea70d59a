using DistributedLock.Runtime.Tests.Fakes;
using DistributedLock.Runtime.Tests.Leases;
using DistributedLock.Sessions;
using DistributedLock.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DistributedLock.Runtime.Tests.Sessions;

public sealed class SessionRecordTests
{
    private const int Limit = 30_000;

    private readonly FakeSessionServer _server = new();
    private readonly RecordingSessionStore _store;
    private readonly FakeSessionProvider _provider;

    public SessionRecordTests()
    {
        _store = new RecordingSessionStore(_server);
        _provider = new FakeSessionProvider(_store);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public Task Record_is_one_line_of_text_that_is_read_as_it_was()
    {
        var time = new DateTimeOffset(2026, 12, 1, 1, 2, 3, 456, TimeSpan.FromHours(2)).AddTicks(1234);
        var record = new SessionRecord(new LockResource("shop/orders & more\nÄ=%", isSemaphore: true), LockMode.Exclusive)
        {
            MaxConcurrency = 3, FencingToken = 42, AcquiredAt = time, Metadata = "host=web%201&pid=7&app=shop&x.order=a%26b",
        };

        var text = record.ToText();

        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        var read = SessionRecord.TryRead(text)!;
        Assert.Equal((record.Resource, record.Mode, 3, 42, time), (read.Resource, read.Mode, read.MaxConcurrency, read.FencingToken, read.AcquiredAt));
        var info = read.ToInfo("shop/", "id");
        Assert.Equal(("orders & more\nÄ=%", "id", "web 1", 7, "shop", true), (info.Key, info.HoldId, info.Host, info.ProcessId, info.Application, info.IsSemaphore));
        Assert.Equal(("order", "a&b"), Assert.Single(info.Metadata.Select(static pair => (pair.Key, pair.Value))));
        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public Task Text_that_is_not_written_to_its_end_is_no_record()
    {
        var text = new SessionRecord(new LockResource("k", isSemaphore: false), LockMode.Shared).ToText();
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Null(SessionRecord.TryRead(text[..length]));
        }

        Assert.Equal(LockMode.Shared, SessionRecord.TryRead(text)!.Mode);
        Assert.Null(SessionRecord.TryRead("\n"));
        Assert.Null(SessionRecord.TryRead("mode=shared\n"));
        Assert.Null(SessionRecord.TryRead("anything else\n"));
        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public async Task Each_local_holder_is_written_down_until_it_gives_the_lock_back()
    {
        var request = new LockRequest("k") { Mode = LockMode.Shared, Timeout = TimeSpan.Zero };
        var first = await _provider.TryAcquireAsync(request, Stop);
        var second = await _provider.TryAcquireAsync(request, Stop);
        Assert.Equal([first!.FencingToken, second!.FencingToken], _store.Living.Select(static record => record.FencingToken).Order());

        await first.DisposeAsync();
        Assert.Equal(second.FencingToken, Assert.Single(_store.Living).FencingToken);
        second.Dispose();
        Assert.Empty(_store.Living);
    }

    [Fact(Timeout = Limit)]
    public async Task Lock_that_is_lost_is_nobodys_any_more()
    {
        await using var handle = await _provider.TryAcquireAsync(new LockRequest("k") { Timeout = TimeSpan.Zero }, Stop);

        _server.Cut(new LockResource("k", isSemaphore: false));

        await LeaseBench.UntilAsync(() => _store.Living.Count == 0);
    }

    [Fact(Timeout = Limit)]
    public async Task Least_hold_is_written_down_as_long_as_it_lasts()
    {
        var clock = new ManualTimeProvider();
        await using var provider = new FakeSessionProvider(_store, new InMemoryLockOptions { TimeProvider = clock });
        await (await provider.TryAcquireAsync(new LockRequest("k") { HoldAtLeast = TimeSpan.FromSeconds(9) }, Stop))!.DisposeAsync();
        Assert.Single(_store.Living);

        clock.Advance(TimeSpan.FromSeconds(10));

        await LeaseBench.UntilAsync(() => _store.Living.Count == 0);
    }

    [Fact(Timeout = Limit)]
    public async Task What_cannot_be_written_down_costs_no_lock_and_is_logged_once_until_it_can()
    {
        var log = new RecordingLogger();
        await using var provider = new FakeSessionProvider(_store, new InMemoryLockOptions { LoggerFactory = new SingleLoggerFactory(log) });
        var request = new LockRequest("k") { Timeout = TimeSpan.Zero };
        foreach (var isBroken in new[] { true, true, false, true })
        {
            _store.Failure = isBroken ? new IOException("full") : null;
            var handle = await provider.TryAcquireAsync(request, Stop);
            Assert.NotNull(handle);
            await handle.DisposeAsync();
        }

        Assert.Equal(2, log.Entries.Count(static entry => entry is { Id: 62, Level: LogLevel.Warning, Exception.Message: "full" }));
    }

    private sealed class SingleLoggerFactory(ILogger logger) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
        }
    }
}
