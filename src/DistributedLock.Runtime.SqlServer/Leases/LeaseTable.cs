using System.Data;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;

namespace DistributedLock.SqlServer;

/// <summary>The table and its procedures: their names, and their creation on first use.</summary>
internal sealed class LeaseTable(string schema, bool mayCreate)
{
    private const string ScriptName = "DistributedLock.SqlServer.LeaseTable.sql";
    private const string ScriptSchema = "[dbo]";
    private const int Version = 1;
    private const int OldestServer = 13; // SQL Server 2016 brought OPENJSON
    private const int SetUpSeconds = 30;

    // Azure SQL Database calls itself version 12 for ever.
    private static readonly HashSet<int> AzureEditions = [5, 8];

    private readonly string _schema = FencingSequence.Quote(schema);

    /// <summary>The quoted name of a procedure.</summary>
    public string Procedure(string name) => _schema + ".[DistributedLock_" + name + "]";

    /// <summary>The script for the schema, in the batches that the server takes.</summary>
    public IReadOnlyList<string> Script()
    {
        using var stream = typeof(LeaseTable).Assembly.GetManifestResourceStream(ScriptName)!;
        using var reader = new StreamReader(stream);
        return Regex.Split(reader.ReadToEnd().Replace(ScriptSchema, _schema), @"^GO\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)
            .Where(static batch => batch.Trim().Length > 0)
            .ToArray();
    }

    /// <summary>Makes sure that the procedures are there, of our version, and may be called.</summary>
    /// <exception cref="LockBackendException">They are not, or may not.</exception>
    /// <exception cref="SqlException">The server failed otherwise.</exception>
    public async Task PrepareAsync(SqlConnection connection, string provider, CancellationToken cancellationToken)
    {
        await CheckServerAsync(connection, provider, cancellationToken).ConfigureAwait(false);
        if (await VersionAsync(connection, cancellationToken).ConfigureAwait(false) is not { } found || found < Version)
        {
            await CreateAsync(connection, provider, cancellationToken).ConfigureAwait(false);
            found = await VersionAsync(connection, cancellationToken).ConfigureAwait(false) ?? 0;
        }

        if (found != Version)
        {
            throw SqlServerErrors.Permanent(
                $"The lease table of '{provider}' in schema {_schema} has version {found}: expected {Version}. Run the script of this version of the package, or update the package.");
        }
    }

    private static async Task CheckServerAsync(SqlConnection connection, string provider, CancellationToken cancellationToken)
    {
        using var command = new SqlCommand(
            "SELECT CAST(SERVERPROPERTY(N'EngineEdition') AS int), CAST(DATABASEPROPERTYEX(DB_NAME(), N'Updateability') AS nvarchar(128))", connection);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (SessionOpening.MajorOf(connection.ServerVersion) < OldestServer && !AzureEditions.Contains(reader.GetInt32(0)))
        {
            throw SqlServerErrors.Permanent(
                $"The server of '{provider}' has version {connection.ServerVersion}: Strategy LeaseTable expects 13 (SQL Server 2016) or newer. Use ApplicationLocks.");
        }

        if (!await reader.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false) && reader.GetString(1) == "READ_ONLY")
        {
            throw SqlServerErrors.Permanent(
                $"'{provider}' cannot hold locks: the database is read-only there. Correct Server or ApplicationIntent of the connection string, or the database.");
        }
    }

    /// <returns><see langword="null"/> when there is none, or none that the user may see.</returns>
    private async Task<int?> VersionAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new SqlCommand(Procedure("Version"), connection) { CommandType = CommandType.StoredProcedure };
        var version = command.Parameters.Add(new SqlParameter("@result", SqlDbType.Int) { Direction = ParameterDirection.ReturnValue });
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return (int)version.Value;
        }
        catch (SqlException exception) when (exception.Number == SqlServerErrors.ProcedureMissing)
        {
            return null;
        }
    }

    private async Task CreateAsync(SqlConnection connection, string provider, CancellationToken cancellationToken)
    {
        if (!mayCreate)
        {
            throw SqlServerErrors.Permanent(
                $"The lease table is missing in schema {_schema} of '{provider}', or of an older version, or its user may not execute its procedures; and "
                + "CreateMissingObjects is false: run the script of docs/backends/sqlserver.md.");
        }

        try
        {
            // Several processes may start at once: one creates, and the others find it done.
            await GateAsync(connection, "sys.sp_getapplock", cancellationToken).ConfigureAwait(false);
            try
            {
                await RunScriptAsync(connection, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // A connection that broke has lost the gate's lock with it; one that goes back to the pool must not keep it.
                if (connection.State == ConnectionState.Open)
                {
                    await GateAsync(connection, "sys.sp_releaseapplock", CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
        catch (SqlException exception) when (exception.Number is 229 or 262 or 2760 or 15247 or 3701 or 1088)
        {
            throw SqlServerErrors.Permanent(
                $"The lease table is missing in schema {_schema} of '{provider}', or of an older version, and the user cannot create it ({exception.Message}): run the "
                + "script of docs/backends/sqlserver.md as the schema's owner, and grant EXECUTE on the schema.",
                exception);
        }
    }

    private async Task RunScriptAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var batch in Script())
        {
            using var command = new SqlCommand(batch, connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task GateAsync(SqlConnection connection, string procedure, CancellationToken cancellationToken)
    {
        using var command = new SqlCommand(procedure, connection) { CommandType = CommandType.StoredProcedure, CommandTimeout = SetUpSeconds };
        command.Parameters.Add(ApplicationLockStore.Text("@Resource", "dl-set-up"));
        command.Parameters.Add(ApplicationLockStore.Text("@LockOwner", "Session", 32));
        if (procedure.EndsWith("sp_getapplock", StringComparison.Ordinal))
        {
            command.Parameters.Add(ApplicationLockStore.Text("@LockMode", "Exclusive", 32));
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
