using System.Globalization;
using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>
/// Who holds one key, by the server's own list of locks. In that list a lock is a number, so a key can be looked up but not read; and there is one entry for each session, however
/// many of its process share the lock.
/// </summary>
internal sealed class AdvisoryInspection(PostgresEndpoint endpoint, string keyPrefix)
{
    /// <summary>The pair by which a hold names its server process.</summary>
    public const string BackendName = "backend_pid";

    // The name and the address are null for a user who may not see other users' sessions (pg_read_all_stats).
    private const string Sql =
        "select (l.classid::bigint << 32) | l.objid::bigint, l.mode, l.pid, a.application_name, coalesce(a.client_hostname, host(a.client_addr)) " +
        "from pg_locks l left join pg_stat_activity a on a.pid = l.pid " +
        "where l.locktype = 'advisory' and l.objsubid = 1 and l.granted and l.database = (select oid from pg_database where datname = current_database())";

    public async Task<IReadOnlyList<LockInfo>> GetAsync(LockKey key, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AdvisorySession.AnswerTimeout);
        try
        {
            var connection = await endpoint.OpenAsync(limit.Token).ConfigureAwait(false);
            await using var connectionEnd = connection.ConfigureAwait(false);
            var command = new NpgsqlCommand(Sql, connection);
            await using var commandEnd = command.ConfigureAwait(false);
            var reader = await command.ExecuteReaderAsync(limit.Token).ConfigureAwait(false);
            await using var readerEnd = reader.ConfigureAwait(false);
            return await ReadAsync(reader, key, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw PostgresErrors.Explain(new TimeoutException("No answer came.", exception), endpoint.Name, "inspect");
        }
        catch (Exception exception) when (PostgresErrors.IsExpected(exception))
        {
            throw PostgresErrors.Explain(exception, endpoint.Name, "inspect");
        }
    }

    private async Task<IReadOnlyList<LockInfo>> ReadAsync(NpgsqlDataReader reader, LockKey key, CancellationToken cancellationToken)
    {
        var locks = new AdvisoryKeys(new LockResource(keyPrefix + key.Value, isSemaphore: false));
        var semaphore = new AdvisoryKeys(new LockResource(keyPrefix + key.Value, isSemaphore: true));
        var infos = new List<LockInfo>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var number = reader.GetInt64(0);
            if (number == locks.Lock || semaphore.IsSlot(number))
            {
                infos.Add(InfoOf(reader, key, isSemaphore: number != locks.Lock));
            }
        }

        return infos;
    }

    private static LockInfo InfoOf(NpgsqlDataReader row, LockKey key, bool isSemaphore)
    {
        var info = new LockInfo(key.Value)
        {
            Mode = row.GetString(1) == "ShareLock" ? LockMode.Shared : LockMode.Exclusive,
            IsSemaphore = isSemaphore,
            Host = row.IsDBNull(4) ? null : row.GetString(4),
            Metadata = new Dictionary<string, string> { [BackendName] = row.GetInt32(2).ToString(CultureInfo.InvariantCulture) },
        };
        return SessionName.Read(row.IsDBNull(3) ? null : row.GetString(3), info);
    }
}
