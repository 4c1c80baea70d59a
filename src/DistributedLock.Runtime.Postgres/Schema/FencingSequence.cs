using Npgsql;

namespace DistributedLock.Postgres;

/// <summary>The one sequence that all fencing tokens of a schema come from.</summary>
internal sealed class FencingSequence(string schema, bool mayCreate)
{
    /// <summary>
    /// A server that crashes forgets the tokens whose record it had not yet written to the disk: those of a moment. Each new lock session skips more than that,
    /// because it cannot know whether there was a crash.
    /// </summary>
    /// <remarks>PostgreSQL writes one record for 32 values, and only the session that causes the record waits for the disk.</remarks>
    public const int Skip = 1000;

    private readonly SchemaObject _object = new(schema, "distributedlock_fencing", "sequence", ["usage"], "", mayCreate);

    /// <summary>An SQL expression for the next token.</summary>
    public string Next => $"nextval('{_object.QualifiedName.Replace("'", "''", StringComparison.Ordinal)}'::regclass)";

    /// <inheritdoc cref="SchemaObject.PrepareAsync"/>
    public Task PrepareAsync(NpgsqlConnection connection, string provider, CancellationToken cancellationToken) =>
        _object.PrepareAsync(connection, provider, cancellationToken);
}
