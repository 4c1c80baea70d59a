using System.Text.RegularExpressions;
using DistributedLock.SqlServer.TestEndpoint;
using DistributedLock.SqlServer.TestEndpoint.Statements;
using DistributedLock.SqlServer.Tests;
using DistributedLock.Testing;
using DistributedLock.TestServers;
using DistributedLock.Tests.Processes;

namespace DistributedLock.Tool.Tests;

/// <summary>A store of locks that the tool is pointed at, with a key prefix of the test's own.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const string Redis = "redis";
    public const string PostgresLeases = "postgres-lease";
    public const string PostgresAdvisory = "postgres-advisory";
    public const string SqlServerLeases = "sqlserver-lease";
    public const string Files = "files";

    private readonly IAsyncDisposable? _server;
    private readonly string? _folder;
    private readonly string[] _strategy;

    private TestStore(string kind, string option, string place, string[] strategy, IAsyncDisposable? server, string? folder)
    {
        (Kind, Option, Place, _strategy, _server, _folder) = (kind, option, place, strategy, server, folder);
    }

    public string Kind { get; }

    public string Option { get; }

    public string Place { get; }

    public string KeyPrefix { get; } = $"tool-{Guid.NewGuid():n}:";

    public static async Task<TestStore> OpenAsync(string kind)
    {
        switch (kind)
        {
            case Redis:
                return new TestStore(kind, "--redis", await SharedServers.RedisAsync(), [], null, null);
            case PostgresLeases:
            case PostgresAdvisory:
                string[] strategy = kind == PostgresAdvisory ? ["--strategy", "advisory"] : [];
                var postgres = await SharedServers.PostgresAsync();
                await CreateObjectsAsync(postgres);
                return new TestStore(kind, "--postgres", postgres, strategy, null, null);
            case SqlServerLeases:
                var endpoint = SqlServerEndpoint.Start();
                var sequence = new SequenceModel();
                sequence.Install(endpoint);
                new LeaseTableModel(sequence).Install(endpoint);
                endpoint.HandleBatch(new Regex("HAS_PERMS_BY_NAME"), static (_, _) => Task.FromResult(StatementAnswer.Row(("", 1))), writes: false);
                return new TestStore(kind, "--sqlserver", endpoint.ConnectionString, [], endpoint, null);
            default:
                var folder = Directory.CreateTempSubdirectory("distlock-").FullName;
                return new TestStore(kind, "--directory", folder, [], null, folder);
        }
    }

    /// <summary>A command on this store.</summary>
    public string[] Command(params string[] arguments) => [.. arguments, Option, Place, .. _strategy, "--key-prefix", KeyPrefix];

    public Task<ToolRun> RunAsync(params string[] arguments) => DistlockTool.RunAsync(Command(arguments));

    /// <summary>Another process takes a lock, and holds it until it is disposed.</summary>
    public Task<HoldingProcess> HoldAsync(params LockRequest[] requests) =>
        HoldingProcess.StartAsync(ConformanceWorker.StartInfo(Kind, KeyPrefix, Place), requests, TestContext.Current.CancellationToken);

    public static LockRequest Request(string key) => new(key) { Timeout = TimeSpan.Zero, Lease = TimeSpan.FromSeconds(60), TrackFlow = false };

    /// <summary>As an application does at its first lock.</summary>
    private static async Task CreateObjectsAsync(string connectionString)
    {
        await using var provider = new PostgresLeaseLockProvider(connectionString);
        await using var handle = await provider.TryAcquireAsync(Request($"first-{Guid.NewGuid():n}"), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
