using DistributedLock.Tool.Backends;
using Npgsql;

namespace DistributedLock.Tool.Doctor;

/// <summary>A PostgreSQL database.</summary>
internal sealed class PostgresChecks(PostgresBackend backend, ProviderChecks provider, bool createMissing) : IBackendChecks
{
    private const int OldestServer = 12;

    private NpgsqlConnection? _connection;

    public async Task<bool> CheckAccessAsync(Checkup checkup) =>
        await ConnectAsync(checkup)
        && await checkup.RunAsync("version", () => _connection!.PostgreSqlVersion is var version && version.Major >= OldestServer
            ? Finding.Ok($"PostgreSQL {version}")
            : Finding.Failed($"PostgreSQL {version}: locks need {OldestServer} or newer", "Update the server."))
        && await checkup.RunAsync("role", RoleAsync)
        && await checkup.RunAsync("pooler", PoolerAsync)
        && await new PostgresRights(backend, _connection!, createMissing).CheckAsync(checkup);

    public async Task CheckSettingsAsync(Checkup checkup)
    {
        await checkup.RunAsync("fencing", FencingAsync);
        if (backend.IsAdvisory)
        {
            await checkup.RunAsync("keep-alive", KeepAliveAsync);
            await checkup.RunAsync("room", RoomAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task<bool> ConnectAsync(Checkup checkup)
    {
        var settings = new NpgsqlConnectionStringBuilder(backend.ConnectionString)
        {
            Pooling = false,
            Enlist = false,
            Multiplexing = false,
            ApplicationName = "distlock",
            Timeout = (int)Math.Ceiling(checkup.Patience.TotalSeconds),
        };
        var isRefused = false;
        var isReached = await checkup.RunAsync("connect", async stop =>
        {
            try
            {
                _connection = new NpgsqlConnection(settings.ConnectionString);
                await _connection.OpenAsync(stop);
            }
            catch (PostgresException)
            {
                isRefused = true; // by a server that was reached
            }
            catch (NpgsqlException exception)
            {
                return Finding.Failed(await provider.ExplainAsync(checkup.Patience, stop) ?? exception.Message);
            }

            return Finding.Ok(FormattableString.Invariant($"{settings.Host}:{settings.Port}"));
        });
        return isReached && await checkup.RunAsync("log in", async stop => isRefused
            ? Finding.Failed(await provider.ExplainAsync(checkup.Patience, stop) ?? "the server refused the connection, and then took one")
            : Finding.Ok($"to database {_connection!.Database}"));
    }

    private async Task<Finding> RoleAsync(CancellationToken cancellationToken)
    {
        var row = await PostgresRow.ReadAsync(_connection!, "select pg_is_in_recovery(), current_setting('transaction_read_only')::boolean", [], cancellationToken);
        return row[0] is true ? Finding.Failed("the server is a standby, whose locks exclude nobody on the primary", "Correct Host, or set Target Session Attributes=primary.")
            : row[1] is true ? Finding.Failed("transactions are read-only", "Set default_transaction_read_only to off for the user.")
            : Finding.Ok("primary, can be written");
    }

    private async Task<Finding> PoolerAsync(CancellationToken cancellationToken)
    {
        var row = await PostgresRow.ReadAsync(_connection!, "select pg_backend_pid()", [], cancellationToken);
        return row[0] is int backendId && backendId == _connection!.ProcessID ? Finding.Ok("none between")
            : backend.IsAdvisory ? Finding.Failed(
                "a pooler such as PgBouncer stands before the server: it would hand sessions on with their locks",
                "Connect to the server itself, or use the lease table (Strategy = LeaseTable).")
            : Finding.Ok("a pooler stands before the server, as it may with leases; waiters are woken through a direct connection (ListenConnectionString, here --listen)");
    }

    private async Task<Finding> FencingAsync(CancellationToken cancellationToken)
    {
        var row = await PostgresRow.ReadAsync(
            _connection!,
            "select cache_size, current_setting('synchronous_commit') from pg_catalog.pg_sequences where schemaname = $1 and sequencename = $2",
            [backend.Schema, PostgresRights.Sequence],
            cancellationToken);
        return row is not [long cache, string commit] ? Finding.Warning("the sequence of the fencing tokens cannot be looked at", null)
            : cache != 1 ? Finding.Failed(
                $"the sequence of the fencing tokens has a cache of {cache}: tokens are handed out in the wrong order", $"alter sequence {backend.Schema}.{PostgresRights.Sequence} cache 1")
            : commit == "off" ? Finding.Warning("synchronous_commit is off: after a crash of the server tokens can be given twice", "Turn it on for the user: alter role ... set synchronous_commit = on")
            : Finding.Ok($"a sequence without cache, synchronous_commit {commit}");
    }

    private async Task<Finding> KeepAliveAsync(CancellationToken cancellationToken)
    {
        // As each session of the provider sets it; what the server's system does not know, it leaves as it is.
        await using (var command = new NpgsqlCommand("set tcp_keepalives_idle = 3; set tcp_user_timeout = 9000", _connection))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        var row = await PostgresRow.ReadAsync(
            _connection!, "select string_agg(name || ' = ' || setting, ', ' order by name) from pg_catalog.pg_settings where name in ('tcp_keepalives_idle', 'tcp_user_timeout')", [], cancellationToken);
        return row is ["tcp_keepalives_idle = 3, tcp_user_timeout = 9000"]
            ? Finding.Ok("the server gives a silent client up after 9 s")
            : Finding.Warning(
                $"sessions cannot set the server's TCP time-outs ({row[0]}): it keeps the locks of a machine that vanished for its own, longer time",
                "Set the keep-alive of the server's system, or use the lease table (Strategy = LeaseTable).");
    }

    private async Task<Finding> RoomAsync(CancellationToken cancellationToken)
    {
        var row = await PostgresRow.ReadAsync(
            _connection!,
            "select current_setting('max_locks_per_transaction')::bigint * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint), " +
            "(select count(*) from pg_catalog.pg_locks)",
            [],
            cancellationToken);
        var (room, used) = ((long)row[0]!, (long)row[1]!);
        var detail = $"{used} of about {room} places in the server's lock table are taken, by all its users";
        return used * 2 < room ? Finding.Ok(detail) : Finding.Warning(detail, "Raise max_locks_per_transaction of the server.");
    }
}
