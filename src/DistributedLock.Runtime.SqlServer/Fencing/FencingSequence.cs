using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer;

/// <summary>The one sequence that all fencing tokens of a schema come from.</summary>
internal sealed class FencingSequence(string schema)
{
    // The documentation promises that numbers of the cache are lost in a crash, never that none is given out again: each new connection skips more than a
    // cache, because it cannot know whether there was one. See https://learn.microsoft.com/sql/t-sql/statements/create-sequence-transact-sql
    private const int Cache = 1000;
    private const int Skip = 2 * Cache;

    private const string Name = "DistributedLockFencing";

    /// <summary>The quoted name.</summary>
    public string QualifiedName { get; } = Quote(schema) + "." + Quote(Name);

    /// <summary>Creates it unless it is there.</summary>
    public string CreateSql =>
        $"IF OBJECT_ID({Literal(QualifiedName)}, N'SO') IS NULL CREATE SEQUENCE {QualifiedName} AS bigint START WITH 1 INCREMENT BY 1 NO CYCLE CACHE {Cache}";

    /// <summary>Skips what a crash may have forgotten.</summary>
    public string SkipSql =>
        $"DECLARE @first sql_variant; EXEC sys.sp_sequence_get_range @sequence_name = {Literal(QualifiedName)}, @range_size = {Skip}, @range_first_value = @first OUTPUT";

    /// <summary>A quoted identifier.</summary>
    public static string Quote(string name) => "[" + name.Replace("]", "]]") + "]";

    /// <summary>A quoted text.</summary>
    public static string Literal(string text) => "N'" + text.Replace("'", "''") + "'";

    /// <summary>Makes sure that the sequence is there and may be used.</summary>
    /// <exception cref="LockBackendException">It is not, or may not.</exception>
    /// <exception cref="SqlException">The server failed otherwise.</exception>
    public async Task PrepareAsync(SqlConnection connection, string provider, bool mayCreate, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, SkipSql, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlException exception) when (IsMissing(exception))
        {
            if (!mayCreate)
            {
                throw SqlServerErrors.Permanent(
                    $"The sequence {QualifiedName} is missing in '{provider}', or its user may not see it, and CreateMissingObjects is false: run the script of docs/backends/sqlserver.md.",
                    exception);
            }

            await CreateAsync(connection, provider, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, SkipSql, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Skips on one more connection.</summary>
    public Task SkipAsync(SqlConnection connection, CancellationToken cancellationToken) => ExecuteAsync(connection, SkipSql, cancellationToken);

    // 11702 and 11738 are what sequences have of their own for "there is none"; 15151 "or you do not have permission".
    private static bool IsMissing(SqlException exception) => exception.Number is SqlServerErrors.ObjectMissing or 11702 or 11738 or 15151;

    private static async Task ExecuteAsync(SqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CreateAsync(SqlConnection connection, string provider, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, CreateSql, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlException exception) when (exception.Number == SqlServerErrors.ObjectExists)
        {
            // Somebody else created it at the same moment.
        }
        catch (SqlException exception) when (exception.Number is 262 or 2760 or 229 or 15247)
        {
            throw SqlServerErrors.Permanent(
                $"The sequence {QualifiedName} is missing in '{provider}', and the user cannot create it ({exception.Message}): run the script of "
                + "docs/backends/sqlserver.md as the schema's owner, or grant CREATE SEQUENCE on the schema.",
                exception);
        }
    }
}
