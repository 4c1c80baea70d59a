using System.Globalization;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer;

/// <summary>Makes a fresh connection fit for locks, or says why it cannot be.</summary>
internal sealed class SessionOpening(SqlServerTarget target, FencingSequence sequence, bool mayCreate)
{
    private const int OldestServer = 11; // SQL Server 2012 brought sequences

    private bool _isPrepared;

    public string Name => target.Name;

    /// <exception cref="LockBackendException">The server cannot be reached, or cannot hold locks for us.</exception>
    public async Task<SqlConnection> OpenAsync()
    {
        var connection = await target.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(SqlServerTarget.AnswerTimeout);
        try
        {
            var version = connection.ServerVersion;
            if (MajorOf(version) < OldestServer)
            {
                throw SqlServerErrors.Permanent($"The server of '{Name}' has version {version}: expected 11 (SQL Server 2012) or newer.");
            }

            // Bounded by a time limit of our own as well: a cancellation that is lost on the way would wait for the driver's.
            await PrepareAsync(connection, limit.Token).WaitAsync(SqlServerTarget.AnswerTimeout, TimeProvider.System).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            _ = Task.Run(connection.Dispose);
            if (limit.IsCancellationRequested)
            {
                throw SqlServerErrors.Explain(new TimeoutException("No answer came.", exception), Name, "prepare a connection");
            }

            if (SqlServerErrors.IsExpected(exception))
            {
                throw SqlServerErrors.Explain(exception, Name, "prepare a connection");
            }

            throw;
        }
    }

    /// <summary>16 of <c>16.00.4135</c>.</summary>
    internal static int MajorOf(string version) =>
        int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : int.MaxValue;

    private async Task PrepareAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        using (var command = new SqlCommand("SELECT CAST(DATABASEPROPERTYEX(DB_NAME(), N'Updateability') AS nvarchar(128))", connection))
        {
            if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is "READ_ONLY")
            {
                throw SqlServerErrors.Permanent(
                    $"'{Name}' cannot hold locks: the database is read-only there, so no fencing token can be counted, and locks of a secondary replica exclude nobody on "
                    + "the primary. Correct Server or ApplicationIntent of the connection string, or the database.");
            }
        }

        if (Volatile.Read(ref _isPrepared))
        {
            await sequence.SkipAsync(connection, cancellationToken).ConfigureAwait(false);
            return;
        }

        await sequence.PrepareAsync(connection, Name, mayCreate, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _isPrepared, true);
    }
}
