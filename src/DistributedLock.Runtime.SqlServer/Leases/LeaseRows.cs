using DistributedLock.Leases;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer;

/// <summary>The rows that procedures answer with.</summary>
internal static class LeaseRows
{
    public static async Task<bool> ReadAsync(SqlCommand command, Action<SqlDataReader> onRow, CancellationToken cancellationToken)
    {
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            onRow(reader);
        }

        return true;
    }

    /// <summary>A row of the procedure that lists.</summary>
    public static LeaseRecord RecordOf(SqlDataReader row) => new(
        new LockResource(row.GetString(0), row.GetBoolean(1)),
        row.GetBoolean(2) ? LockMode.Shared : LockMode.Exclusive,
        row.GetString(3),
        TimeSpan.FromMilliseconds(row.GetInt64(4)))
    {
        FencingToken = row.GetInt64(5),
        AcquiredAt = new DateTimeOffset(DateTime.SpecifyKind(row.GetDateTime(6), DateTimeKind.Utc)),
        MaxConcurrency = row.GetInt32(7),
        Metadata = row.GetString(8),
    };
}
