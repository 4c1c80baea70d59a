using DistributedLock.Tool.Backends;
using Microsoft.Data.SqlClient;

namespace DistributedLock.Tool.Doctor;

/// <summary>A SQL Server database.</summary>
internal sealed class SqlServerChecks(SqlServerBackend backend, ProviderChecks provider, bool createMissing) : IBackendChecks
{
    private const int OldestServer = 11;
    private const int OldestServerOfLeases = 13;
    private const byte EndsSession = 20;

    // As the providers ask, so that one answer serves both.
    private const string FactsSql =
        "SELECT CAST(SERVERPROPERTY(N'EngineEdition') AS int), CAST(DATABASEPROPERTYEX(DB_NAME(), N'Updateability') AS nvarchar(128))";

    private static readonly string[] Procedures = ["Acquire", "Renew", "Release", "Withdraw", "List", "Version"];
    private static readonly HashSet<int> AzureEditions = [5, 8]; // whose version says nothing

    private SqlConnection? _connection;
    private bool _isMissing;

    public async Task<bool> CheckAccessAsync(Checkup checkup)
    {
        object?[] facts = [];
        return await ConnectAsync(checkup)
            && await checkup.RunAsync("version", async stop => VersionOf((facts = await RowAsync(FactsSql, stop))[0]))
            && await checkup.RunAsync("role", () => facts[1] is "READ_ONLY"
                ? Finding.Failed("the database is read-only", "Name the primary, correct ApplicationIntent, or make the database writable.")
                : Finding.Ok("can be written"))
            && await checkup.RunAsync("rights", RightsAsync)
            && (!_isMissing || createMissing);
    }

    public Task CheckSettingsAsync(Checkup checkup) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task<bool> ConnectAsync(Checkup checkup)
    {
        var settings = new SqlConnectionStringBuilder(backend.ConnectionString)
        {
            Pooling = false,
            Enlist = false,
            ConnectRetryCount = 0,
            ApplicationName = "distlock",
            ConnectTimeout = (int)Math.Ceiling(checkup.Patience.TotalSeconds),
        };
        var isRefused = false;
        var isReached = await checkup.RunAsync("connect", async stop =>
        {
            try
            {
                _connection = new SqlConnection(settings.ConnectionString);
                await _connection.OpenAsync(stop);
            }
            catch (SqlException exception) when (exception.Class < EndsSession)
            {
                isRefused = true; // by a server that was reached
            }
            catch (SqlException exception)
            {
                return Finding.Failed(await provider.ExplainAsync(checkup.Patience, stop) ?? exception.Message);
            }

            return Finding.Ok(settings.DataSource);
        });
        return isReached && await checkup.RunAsync("log in", async stop => isRefused
            ? Finding.Failed(await provider.ExplainAsync(checkup.Patience, stop) ?? "the server refused the connection, and then took one")
            : Finding.Ok($"to database {_connection!.Database}"));
    }

    private Finding VersionOf(object? edition)
    {
        var version = _connection!.ServerVersion;
        var oldest = backend.IsApplicationLocks ? OldestServer : OldestServerOfLeases;
        return (edition is int number && AzureEditions.Contains(number)) || (Version.TryParse(version, out var parsed) && parsed.Major >= oldest)
            ? Finding.Ok($"SQL Server {version}")
            : Finding.Failed($"SQL Server {version}: this kind of lock needs {oldest} or newer", "Update the server, or use the other strategy (--strategy).");
    }

    private async Task<Finding> RightsAsync(CancellationToken cancellationToken)
    {
        var (missing, refused) = (new List<string>(), new List<string>());
        var (names, right) = backend.IsApplicationLocks
            ? (["DistributedLockFencing"], "UPDATE")
            : (Procedures.Select(static name => "DistributedLock_" + name).ToArray(), "EXECUTE");
        foreach (var name in names)
        {
            var qualified = $"[{backend.Schema.Replace("]", "]]", StringComparison.Ordinal)}].[{name}]";
            var row = await RowAsync($"SELECT HAS_PERMS_BY_NAME(N'{qualified.Replace("'", "''", StringComparison.Ordinal)}', N'OBJECT', N'{right}')", cancellationToken);
            (row is [null] ? missing : row is [1] ? [] : refused).Add(qualified);
        }

        _isMissing = missing.Count > 0;
        return refused.Count > 0 ? Finding.Failed($"the user lacks {right} on {string.Join(", ", refused)}", $"GRANT {right} ON OBJECT::... TO ... (docs/backends/sqlserver.md)")
            : !_isMissing ? Finding.Ok("all that locks need is there, and may be used")
            : createMissing ? Finding.Ok($"{string.Join(", ", missing)}: missing or not visible, and created now if the user may (--create)")
            : Finding.Warning(
                $"{string.Join(", ", missing)}: missing, or not visible to the user; an application creates it at its first lock, if it may. No lock was tried",
                "To create it now: --create; or run the script of docs/backends/sqlserver.md as the owner of the schema.");
    }

    private async Task<object?[]> RowAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new SqlCommand(sql, _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var values = new object?[reader.FieldCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await reader.IsDBNullAsync(i, cancellationToken) ? null : reader.GetValue(i);
        }

        return values;
    }
}
