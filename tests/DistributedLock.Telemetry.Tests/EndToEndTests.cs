using System.Diagnostics;
using DistributedLock.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DistributedLock.Telemetry.Tests;

/// <summary>The life of locks on real servers, as the OpenTelemetry SDK sees it: every instrument, every span, every tag, and no key.</summary>
[Collection(nameof(EndToEndTests))] // the SDK hears the whole process: one at a time
public sealed class EndToEndTests
{
    private const int Limit = 120_000;
    private const string Secret = "secret-4711";

    private static readonly LockDefinition Definition = new("order-{id}", "Shop.Orders.PlaceAsync");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LockRequest Request { get; } = Definition.CreateRequest($"order-{Secret}") with { Timeout = TimeSpan.Zero, Lease = Lease };

    [Fact(Timeout = Limit)]
    public async Task Redis_tells_everything_but_the_keys()
    {
        await using var server = await RedisServer.StartAsync(new(), Stop);
        await using var line = TcpProxy.Start(server);

        await LiveAsync(
            line, "redis:", locks => locks.UseRedis($"127.0.0.1:{line.Port}"), locks => locks.UseRedis(server.ConnectionString));
    }

    [Fact(Timeout = Limit)]
    public async Task Postgres_tells_everything_but_the_keys()
    {
        await using var server = await PostgresServer.StartAsync(new(), Stop);
        await using var line = TcpProxy.Start(server);
        var through = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Port = line.Port }.ConnectionString;

        await LiveAsync(line, "postgres:", locks => UseLeases(locks, through), locks => UseLeases(locks, server.ConnectionString));

        static void UseLeases(DistributedLockBuilder locks, string connection) =>
            locks.UsePostgres(connection, options => options.Strategy = PostgresLockStrategy.LeaseTable);
    }

    private static async Task LiveAsync(TcpProxy line, string name, Action<DistributedLockBuilder> configure, Action<DistributedLockBuilder> configureRival)
    {
        using var exports = new Exports();
        await using var services = new ServiceCollection().AddDistributedLock(configure).AddDistributedLock("rival", configureRival).BuildServiceProvider();
        var locks = services.GetRequiredService<IDistributedLockProvider>();
        var rival = services.GetRequiredKeyedService<IDistributedLockProvider>("rival");

        // Acquired, contended, canceled, renewed, released.
        var handle = (await locks.TryAcquireAsync(Request, Stop))!;
        Assert.Null(await rival.TryAcquireAsync(Request, Stop));
        using (var canceled = new CancellationTokenSource())
        {
            var wait = rival.TryAcquireAsync(Request with { Timeout = Timeout.InfiniteTimeSpan }, canceled.Token).AsTask();
            await canceled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        }

        await SeenAsync(exports, static series => series is { Name: "distributedlock.renewals", Value: > 0 } && !series.Tags.ContainsKey("error.type"));
        Assert.Contains(exports.ReadSeries(), series => Is(series, "distributedlock.active", 1));
        await handle.DisposeAsync();

        // Lost, because the store cannot be reached; then neither a release nor an acquisition works.
        var lost = (await locks.TryAcquireAsync(Request with { Mode = LockMode.Shared }, Stop))!;
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lost.LostToken.Register(fired.SetResult);
        line.Refuse();
        line.CutAll();
        await fired.Task.WaitAsync(Stop);
        await lost.DisposeAsync();
        await Assert.ThrowsAsync<LockBackendException>(async () => await locks.TryAcquireAsync(Request, Stop));
        line.Heal();

        var all = exports.ReadSeries();
        Assert.All(all, series =>
        {
            Assert.Equal("order-{id}", series.Tags["lock.template"]);
            Assert.StartsWith(name, series.Tags["lock.provider"], StringComparison.Ordinal);
            Assert.Matches("^(exclusive|shared)$", series.Tags["lock.mode"]);
        });
        foreach (var result in new[] { "acquired", "contended", "canceled", "error" })
        {
            Assert.Contains(all, series => series.Name == "distributedlock.acquire.duration" && series.Unit == "s" && series.Tags["lock.result"] == result);
        }

        Assert.Contains(all, static series => series is { Name: "distributedlock.hold.duration", Unit: "s", Value: > 0 });
        Assert.All(all.Where(static series => series.Name is "distributedlock.active" or "distributedlock.waiting"), static series => Assert.Equal(0, series.Value));
        Assert.Contains(all, static series => series.Name == "distributedlock.waiting");
        Assert.Contains(all, static series => series.Name == "distributedlock.losses" && series.Tags["lock.loss_reason"] == "not_renewed" && series.Tags["lock.mode"] == "shared");
        Assert.Contains(all, static series => series.Name == "distributedlock.renewals" && series.Tags.ContainsKey("error.type"));
        Assert.Contains(all, static series => series.Name == "distributedlock.release.failures" && series.Tags.ContainsKey("error.type"));

        JudgeSpans(exports.Spans);
        Assert.DoesNotContain(Secret, string.Join('\n', all.Select(static series => string.Join(' ', series.Tags))), StringComparison.Ordinal);
    }

    private static void JudgeSpans(IReadOnlyList<Activity> spans)
    {
        var acquired = spans.Where(static span => span.DisplayName == "acquire order-{id}" && Equals(span.GetTagItem("lock.result"), "acquired")).ToList();
        Assert.Equal(2, acquired.Count);
        Assert.All(acquired, static span => Assert.IsType<long>(span.GetTagItem("lock.fencing_token")));
        Assert.Contains(spans, static span => Equals(span.GetTagItem("lock.result"), "contended") && span.Status == ActivityStatusCode.Unset);
        Assert.Contains(spans, static span => Equals(span.GetTagItem("lock.result"), "canceled") && span.Status == ActivityStatusCode.Unset);
        Assert.Contains(spans, static span => Equals(span.GetTagItem("lock.result"), "error") && span.Status == ActivityStatusCode.Error);
        var renewals = spans.Where(static span => span.DisplayName == "renew").ToList();
        Assert.Contains(renewals, span => span.Links.Any(link => link.Context.SpanId == acquired[0].SpanId) && span.Status == ActivityStatusCode.Unset);
        Assert.Contains(renewals, span => span.Links.Any(link => link.Context.SpanId == acquired[1].SpanId) && span.Status == ActivityStatusCode.Error);
        Assert.Equal(2, spans.Count(static span => span.DisplayName == "release order-{id}"));
        Assert.All(spans, static span => Assert.DoesNotContain(
            Secret, $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events)}", StringComparison.Ordinal));
    }

    private static bool Is(Exports.Series series, string name, double value) => series.Name == name && series.Value.Equals(value);

    /// <summary>Looks again until it is exported; the test's own time limit bounds it.</summary>
    private static async Task SeenAsync(Exports exports, Func<Exports.Series, bool> condition)
    {
        while (!exports.ReadSeries().Any(condition))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Stop);
        }
    }
}
