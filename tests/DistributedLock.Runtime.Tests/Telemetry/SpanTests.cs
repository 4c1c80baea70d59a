using System.Collections.Concurrent;
using System.Diagnostics;
using DistributedLock.Runtime.Tests.Leases;
using Xunit;

namespace DistributedLock.Runtime.Tests.Telemetry;

[Collection(nameof(Alone))]
public sealed class SpanTests : IDisposable
{
    private const int Limit = 30_000;

    private static readonly LockDefinition Definition = new("invoice-{tenantId}", "Shop.Invoices.CreateAsync");

    private readonly LeaseBench _bench = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly IDistributedLockProvider _provider;

    public SpanTests()
    {
        _provider = _bench.Provider.WithTelemetry();
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "DistributedLock" or "test",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => _spans.Enqueue(span),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LockRequest Request => Definition.CreateRequest("invoice-acme") with { Timeout = TimeSpan.Zero };

    public void Dispose() => _listener.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acquisition_and_release_are_children_of_what_runs_and_leave_it_current(bool isAsync)
    {
        using var source = new ActivitySource("test");
        using var body = source.StartActivity("body");

        var handle = isAsync ? await _provider.AcquireAsync(Request, Stop) : _provider.Acquire(Request, Stop);
        Assert.Same(body, Activity.Current);
        if (isAsync)
        {
            await handle.DisposeAsync();
        }
        else
        {
            handle.Dispose();
        }

        Assert.Same(body, Activity.Current);
        Assert.Equal(["acquire invoice-{tenantId}", "release invoice-{tenantId}"], _spans.Select(static span => span.DisplayName));
        Assert.All(_spans, span => Assert.Equal(body!.SpanId, span.ParentSpanId));
        Assert.All(_spans, static span => Assert.Equal(ActivityKind.Client, span.Kind));
        Assert.Equal(
            $"lock.template=invoice-{{tenantId}} lock.provider=fake lock.mode=exclusive lock.result=acquired lock.fencing_token={handle.FencingToken}",
            Tags(_spans.First()));
    }

    [Fact(Timeout = Limit)]
    public async Task Release_outside_of_any_span_stands_beside_the_acquisition()
    {
        var handle = await _provider.AcquireAsync(Request, Stop);

        await handle.DisposeAsync();

        var (acquisition, release) = (_spans.First(), _spans.Last());
        Assert.Equal(acquisition.SpanId, release.ParentSpanId);
        Assert.Equal(acquisition.TraceId, release.TraceId);
    }

    [Fact(Timeout = Limit)]
    public async Task Renewal_is_one_span_for_a_batch_linked_to_the_acquisitions()
    {
        await using var first = await _provider.AcquireAsync(Request with { Key = "a" }, Stop);
        await using var second = await _provider.AcquireAsync(Request with { Key = "b" }, Stop);
        var acquisitions = _spans.Select(static span => span.Context).ToArray();

        _bench.Pass(10);

        var renewal = _spans.Last();
        Assert.Equal("renew", renewal.DisplayName);
        Assert.Equal(default, renewal.ParentSpanId);
        Assert.Equal(acquisitions.Select(static context => context.SpanId).Order(Comparer<ActivitySpanId>.Create(Compare)), renewal.Links.Select(static link => link.Context.SpanId).Order(Comparer<ActivitySpanId>.Create(Compare)));
        Assert.Equal("lock.provider=fake lock.count=2", Tags(renewal));

        static int Compare(ActivitySpanId left, ActivitySpanId right) => string.CompareOrdinal(left.ToHexString(), right.ToHexString());
    }

    [Fact(Timeout = Limit)]
    public async Task Contention_is_no_error_and_a_failure_is_one_without_its_message()
    {
        await using var rival = await LeaseBench.TakeAsync(_bench.Create(), Request);
        Assert.Null(await _provider.TryAcquireAsync(Request, Stop));
        _bench.Store.BeforeTry = static (_, _) => throw new LockBackendException("no way to invoice-acme");
        await Assert.ThrowsAsync<LockBackendException>(async () => await _provider.TryAcquireAsync(Request, Stop));

        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], _spans.Select(static span => span.Status));
        Assert.Equal(["contended", "error"], _spans.Select(static span => span.GetTagItem("lock.result")));
        Assert.Equal("DistributedLock.LockBackendException", _spans.Last().GetTagItem("error.type"));
        Assert.All(_spans, static span => Assert.DoesNotContain("acme", Tags(span) + span.DisplayName + span.StatusDescription, StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Release_that_fails_and_renewal_that_fails_are_errors()
    {
        var handle = await _provider.AcquireAsync(Request, Stop);
        _bench.Store.BeforeRenewal = static () => throw new IOException("cut");
        _bench.Pass(10);
        _bench.Store.BeforeRelease = static _ => throw new LockBackendException("cut");
        await handle.DisposeAsync();

        Assert.Equal(
            [("acquire invoice-{tenantId}", ActivityStatusCode.Unset), ("renew", ActivityStatusCode.Error), ("release invoice-{tenantId}", ActivityStatusCode.Error)],
            _spans.Select(static span => (span.DisplayName, span.Status)));
    }

    [Fact(Timeout = Limit)]
    public async Task Key_is_told_only_when_that_is_wanted()
    {
        var telling = _bench.Create().WithTelemetry(new LockTelemetryOptions { RecordKeys = true });
        await using (await telling.AcquireAsync(Request, Stop))
        {
        }

        Assert.All(_spans, static span => Assert.Equal("invoice-acme", span.GetTagItem("lock.key")));
        Assert.Equal(2, _spans.Count);
    }

    private static string Tags(Activity span) => string.Join(' ', span.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}"));
}
