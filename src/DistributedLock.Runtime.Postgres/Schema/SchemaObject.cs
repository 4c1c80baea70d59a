using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>Something that has to be there in the schema of the options, and what to do when it is not.</summary>
/// <param name="schema">The schema.</param>
/// <param name="name">The name, which needs no quotes.</param>
/// <param name="kind">What it is: "sequence" or "table".</param>
/// <param name="rights">The rights that its user needs.</param>
/// <param name="definition">How it is created, after "create sequence if not exists name".</param>
/// <param name="mayCreate">Whether to create it.</param>
internal sealed class SchemaObject(string schema, string name, string kind, string[] rights, string definition, bool mayCreate)
{
    // "distlock" in ASCII.
    private const long CreationKey = 0x646973746c6f636b;

    /// <summary>The quoted name.</summary>
    public string QualifiedName { get; } = Quote(schema) + "." + name;

    /// <summary>Makes sure that it is there and may be used.</summary>
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
            await ThrowUnlessSchemaExistsAsync(connection, provider, cancellationToken).ConfigureAwait(false);
            throw Failure(
                $"The {kind} {QualifiedName} is missing in '{provider}', and CreateMissingObjects is false: run the script of {PostgresErrors.Page}.", null);
        }

        await ThrowUnlessSchemaExistsAsync(connection, provider, cancellationToken).ConfigureAwait(false);
        await CreateAsync(connection, provider, cancellationToken).ConfigureAwait(false);
        ThrowUnless(await MayUseAsync(connection, cancellationToken).ConfigureAwait(false) == true, provider);
    }

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static LockBackendException Failure(string message, Exception? exception) => new(message, exception) { IsTransient = false };

    private void ThrowUnless(bool mayUse, string provider)
    {
        if (!mayUse)
        {
            throw Failure(
                $"The user of '{provider}' may not use the {kind} {QualifiedName}: grant usage on schema {Quote(schema)}, and grant " +
                $"{string.Join(", ", rights)} on the {kind}.",
                null);
        }
    }

    /// <returns><see langword="null"/> when there is none.</returns>
    private async Task<bool?> MayUseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Looked up in the catalogs: a cast to regclass fails for who may not use the schema.
        var checks = string.Join(" and ", rights.Select(right => $"has_{kind}_privilege(c.oid, '{right}')"));
        await using var command = new NpgsqlCommand(
            $"""
            select has_schema_privilege(n.oid, 'usage') and {checks}
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = $1 and c.relname = $2 and c.relkind in ('S', 'r', 'p')
            """,
            connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = schema }, new NpgsqlParameter<string> { TypedValue = name } },
        };
        return (bool?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ThrowUnlessSchemaExistsAsync(NpgsqlConnection connection, string provider, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select exists (select from pg_catalog.pg_namespace where nspname = $1)", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = schema } },
        };
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            throw Failure($"The schema {Quote(schema)} does not exist in '{provider}': create it, or correct Schema of the options.", null);
        }
    }

    private async Task CreateAsync(NpgsqlConnection connection, string provider, CancellationToken cancellationToken)
    {
        try
        {
            // One at a time: "if not exists" is no protection against others that create the same at the same moment. Both are one transaction.
            await using var command = new NpgsqlCommand(
                FormattableString.Invariant($"select pg_advisory_xact_lock({CreationKey}); create {kind} if not exists {QualifiedName} {definition}"), connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName)
        {
            throw Failure(
                $"The {kind} {QualifiedName} is missing in '{provider}', and the user cannot create it ({exception.MessageText}): run the script of " +
                $"{PostgresErrors.Page} as the schema's owner, or grant create on schema {Quote(schema)}.",
                exception);
        }
    }
}
