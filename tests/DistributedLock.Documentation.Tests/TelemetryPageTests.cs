using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace DistributedLock.Documentation.Tests;

/// <summary>The page of the telemetry names what there is, and nothing else.</summary>
public sealed class TelemetryPageTests
{
    private const int Limit = 60_000;

    private static readonly Type[] OneOfEachAssembly =
    [
        typeof(IDistributedLockProvider), typeof(FileSystemLockProvider), typeof(RedisLockProvider), typeof(PostgresLeaseLockProvider), typeof(SqlServerLeaseLockProvider),
        typeof(DistributedLockEndpointOptions), typeof(DistributedLock.Testing.FakeLockProvider),
    ];

    private static string[] Rows => [.. Pages.Read(Path.Combine("docs", "operations", "telemetry.md")).ReplaceLineEndings("\n").Split('\n').Where(static line => line.StartsWith('|'))];

    [Fact(Timeout = Limit)]
    public Task Every_log_message_stands_in_the_table_with_its_level_and_an_id_of_its_own()
    {
        var messages = OneOfEachAssembly.SelectMany(static type => type.Assembly.GetTypes())
            .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .OrderBy(static message => message.EventId)
            .ToList();
        Assert.True(messages.Count > 20, $"Only {messages.Count} messages were found.");

        Assert.Equal(messages.Select(static message => $"| {message.EventId} | {message.Level} | {message.Message} |"), Rows.Where(static row => char.IsDigit(row[2])));
        Assert.Equal(messages.Count, messages.Select(static message => message.EventId).Distinct().Count());
        return Task.CompletedTask;
    }

    [Fact(Timeout = Limit)]
    public async Task Every_instrument_stands_in_the_table_with_its_kind_and_unit()
    {
        var instruments = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "DistributedLock")
            {
                var kind = instrument.GetType().Name switch { "Histogram`1" => "histogram", "UpDownCounter`1" => "up-down counter", "Counter`1" => "counter", var other => other };
                instruments.Add($"| `{instrument.Name}` | {kind} | {instrument.Unit} |");
            }
        };
        listener.Start();
        await using var provider = new InMemoryLockProvider();
        await using (await provider.WithTelemetry().TryAcquireAsync(new LockRequest("k"), TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(
            instruments.Order(StringComparer.Ordinal),
            Rows.Where(static row => row.StartsWith("| `distributedlock.", StringComparison.Ordinal))
                .Select(static row => string.Join('|', row.Split('|').Take(4)) + '|')
                .Order(StringComparer.Ordinal));
    }
}
