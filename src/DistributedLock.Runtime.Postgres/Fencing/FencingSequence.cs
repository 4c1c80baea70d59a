using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>The one sequence that all fencing tokens of a schema come from.</summary>
internal sealed class FencingSequence(string schema, bool mayCreate)
{
    /// <summary>
    /// A server that crashes forgets the tokens whose record it had not yet written to the disk: those of a moment. Each new connection skips more than that,
    /// because it cannot know whether there was a crash.
    /// </summary>
    /// <remarks>PostgreSQL writes one record for 32 values, and only the session that causes the record waits for the disk.</remarks>
    public const int Skip = 1000;

    private const string Name = "distributedlock_fencing";

    /// <summary>The quoted name.</summary>
    public string QualifiedName { get; } = Quote(schema) + "." + Name;

    /// <summary>An SQL expression for the next token.</summary>
    public string Next => $"nextval('{QualifiedName.Replace("'", "''", StringComparison.Ordinal)}'::regclass)";

    /// <summary>A quoted identifier.</summary>
    public static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>Makes sure that the sequence is there and may be used.</summary>
    /// <exception cref="LockBackendException">It is not, or may not.</exception>
    public async Task PrepareAsync(NpgsqlConnection connection, string provider, CancellationToken cancellationToken)
    {
        if (await MayUseAsync(connection, cancellationToken).ConfigureAwait(false) is { } mayUse)
        {
            ThrowUnless(mayUse, provider);
            return;
        }

        if (!mayCreate)
        {
            throw new LockBackendException(
                $"The sequence {QualifiedName} is missing in '{provider}', and CreateMissingObjects is false: run the script of docs/backends/postgres.md.");
        }

        await CreateAsync(connection, provider, cancellationToken).ConfigureAwait(false);
        ThrowUnless(await MayUseAsync(connection, cancellationToken).ConfigureAwait(false) == true, provider);
    }

    private void ThrowUnless(bool mayUse, string provider)
    {
        if (!mayUse)
        {
            throw new LockBackendException(
                $"The user of '{provider}' may not use the sequence {QualifiedName}: grant usage on schema {Quote(schema)} and on the sequence.");
        }
    }

    /// <returns><see langword="null"/> when there is none.</returns>
    private async Task<bool?> MayUseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Looked up in the catalogs: a cast to regclass fails for who may not use the schema.
        await using var command = new NpgsqlCommand(
            """
            select has_sequence_privilege(c.oid, 'usage') and has_schema_privilege(n.oid, 'usage')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = $1 and c.relname = $2 and c.relkind = 'S'
            """,
            connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = schema }, new NpgsqlParameter<string> { TypedValue = Name } },
        };
        return (bool?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CreateAsync(NpgsqlConnection connection, string provider, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand($"create sequence if not exists {QualifiedName}", connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable)
        {
            // Somebody else created it at the same moment.
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new LockBackendException(
                $"The sequence {QualifiedName} is missing in '{provider}', and the user cannot create it ({exception.MessageText}): run the script of " +
                $"docs/backends/postgres.md as the schema's owner, or grant create on schema {Quote(schema)}.",
                exception);
        }
    }
}
