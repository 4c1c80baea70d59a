using System.Text.Json;
using Xunit;

namespace DistributedLock.Runtime.Tests.Telemetry;

public sealed class AuditTests : IDisposable
{
    private const int Limit = 30_000;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"audit-{Guid.NewGuid():N}.jsonl");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    [Fact(Timeout = Limit)]
    public async Task Each_event_is_one_line_of_json()
    {
        var options = new LockTelemetryOptions();
        using (var audit = new JsonLinesLockObserver(_path))
        {
            options.Observers.Add(audit);
            await using var memory = new InMemoryLockProvider();
            await using var provider = (DelegatingLockProvider)memory.WithTelemetry(options);
            var request = new LockDefinition("invoice-{tenantId}", "Shop.Invoices.CreateAsync").CreateRequest("invoice-\"acme\"\n") with
            {
                Metadata = new Dictionary<string, string> { ["trace"] = "42" }, Timeout = TimeSpan.Zero,
            };
            await using (await provider.TryAcquireAsync(request, Stop))
            {
                Assert.Null(await provider.TryAcquireAsync(request, Stop));
            }
        }

        var lines = (await File.ReadAllLinesAsync(_path, Stop)).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["acquired", "contended", "released"], lines.Select(static line => line.GetProperty("event").GetString()));
        var released = lines[2];
        Assert.Equal("in-memory", released.GetProperty("provider").GetString());
        Assert.Equal("invoice-{tenantId}", released.GetProperty("template").GetString());
        Assert.Equal("Shop.Invoices.CreateAsync", released.GetProperty("member").GetString());
        Assert.Equal("invoice-\"acme\"\n", released.GetProperty("key").GetString());
        Assert.Equal("exclusive", released.GetProperty("mode").GetString());
        Assert.Equal("42", released.GetProperty("metadata").GetProperty("trace").GetString());
        Assert.Equal(lines[0].GetProperty("fencingToken").GetInt64(), released.GetProperty("fencingToken").GetInt64());
        Assert.True(released.GetProperty("seconds").GetDouble() >= 0);
        Assert.Equal(Environment.ProcessId, released.GetProperty("pid").GetInt32());
        Assert.InRange(released.GetProperty("time").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.False(lines[1].TryGetProperty("fencingToken", out _));
    }

    [Fact(Timeout = Limit)]
    public async Task Hold_that_was_ended_by_force_is_written_with_its_holder_and_who_ended_it()
    {
        var options = new LockTelemetryOptions();
        using (var audit = new JsonLinesLockObserver(_path))
        {
            options.Observers.Add(audit);
            var memory = new InMemoryLockProvider(new InMemoryLockOptions { AllowForceRelease = true, ApplicationName = "shop", Metadata = { ["region"] = "eu" } });
            await using var provider = (DelegatingLockProvider)memory.WithTelemetry(options);
            await memory.TryAcquireAsync(new LockRequest("k") { MaxConcurrency = 3 }, Stop);
            var inspector = provider.As<IDistributedLockInspector>()!;
            Assert.True(await inspector.ForceReleaseAsync(Assert.Single(await inspector.GetAsync("k", Stop)), Stop));
        }

        var line = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(_path, Stop))).RootElement;
        Assert.Equal(("force_released", "k", "semaphore", "shop"), (Text(line, "event"), Text(line, "key"), Text(line, "mode"), Text(line, "application")));
        Assert.False(line.TryGetProperty("permits", out _), "The number of permits is not known.");
        var hold = line.GetProperty("hold");
        Assert.Equal((Environment.MachineName, "shop"), (Text(hold, "host"), Text(hold, "application")));
        Assert.Equal(Environment.ProcessId, hold.GetProperty("pid").GetInt32());
        Assert.Equal("eu", Text(hold.GetProperty("metadata"), "region"));
        Assert.Equal(line.GetProperty("fencingToken").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture), Text(hold, "id"));
    }

    [Fact(Timeout = Limit)]
    public async Task Lines_are_appended_and_can_be_read_while_they_are_written()
    {
        await File.WriteAllTextAsync(_path, "before\n", Stop);
        using var audit = new JsonLinesLockObserver(_path);
        audit.OnLockEvent(new LockEvent(LockEventKind.Lost, "p", new LockRequest("k") { MaxConcurrency = 3 }, DateTimeOffset.UnixEpoch)
        {
            LossReason = LockLossReason.NotHeld, Exception = new IOException("cut"),
        });

        await using var reading = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(reading);
        Assert.Equal("before", await reader.ReadLineAsync(Stop));
        var line = JsonDocument.Parse((await reader.ReadLineAsync(Stop))!).RootElement;
        Assert.Equal("not_held", line.GetProperty("lossReason").GetString());
        Assert.Equal(3, line.GetProperty("permits").GetInt32());
        Assert.Equal("cut", line.GetProperty("error").GetString());
    }

    [Fact(Timeout = Limit)]
    public Task Stream_that_cannot_be_written_and_a_path_without_a_name_are_refused()
    {
        using var readOnly = new MemoryStream([], writable: false);
        Assert.Throws<ArgumentException>("stream", () => new JsonLinesLockObserver(readOnly));
        Assert.Throws<ArgumentException>("path", static () => new JsonLinesLockObserver(""));
        return Task.CompletedTask;
    }
}
