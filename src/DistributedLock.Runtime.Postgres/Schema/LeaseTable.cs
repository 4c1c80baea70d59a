using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>The table of the leases: one row for each key, so that one row lock orders all that happens to the key.</summary>
/// <remarks>
/// <c>holders</c> and <c>waiters</c> are objects whose properties are the owners, and the ids of the waiters. Their times are microseconds since 1970 by the
/// server's clock. No index but the key's, and room in each page, so that changes stay in the page (HOT) and need no vacuum of an index.
/// </remarks>
internal sealed class LeaseTable(string schema, bool mayCreate)
{
    private readonly SchemaObject _object = new(
        schema,
        "distributedlock_leases",
        "table",
        ["select", "insert", "update", "delete"],
        """
        (
            id bytea primary key,
            key text not null,
            semaphore boolean not null,
            holders jsonb not null,
            waiters jsonb not null,
            expires bigint not null
        ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)
        """,
        mayCreate);

    public string QualifiedName => _object.QualifiedName;

    /// <inheritdoc cref="SchemaObject.PrepareAsync"/>
    public Task PrepareAsync(NpgsqlConnection connection, string provider, CancellationToken cancellationToken) =>
        _object.PrepareAsync(connection, provider, cancellationToken);
}
