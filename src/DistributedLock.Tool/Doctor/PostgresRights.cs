using DistributedLock.Tool.Backends;
using Npgsql;

namespace DistributedLock.Tool.Doctor;

/// <summary>Whether what locks need is in the schema, and may be used.</summary>
internal sealed class PostgresRights(PostgresBackend backend, NpgsqlConnection connection, bool createMissing)
{
    public const string Sequence = "distributedlock_fencing";

    private const string Table = "distributedlock_leases";

    private const string SchemaSql =
        "select has_schema_privilege(oid, 'usage'), has_schema_privilege(oid, 'create') from pg_catalog.pg_namespace where nspname = $1";

    private const string ObjectSql =
        """
        select case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'usage')
               else has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert') and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete') end
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = $1 and c.relname = $2 and c.relkind in ('S', 'r', 'p')
        """;

    private readonly List<string> _missing = [];

    private IEnumerable<(string Name, string Rights)> Needed => backend.IsAdvisory
        ? [(Sequence, "usage on sequence")]
        : [(Sequence, "usage on sequence"), (Table, "select, insert, update, delete on")];

    /// <returns>Whether a lock can be tried: nothing is missing, or it may be created now.</returns>
    public async Task<bool> CheckAsync(Checkup checkup) => await checkup.RunAsync("rights", LookAsync) && (_missing.Count == 0 || createMissing);

    private async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var schema = await PostgresRow.ReadAsync(connection, SchemaSql, [backend.Schema], cancellationToken);
        if (schema is not [bool mayUse, bool mayCreate])
        {
            return Finding.Failed($"there is no schema {backend.Schema}", "Create it, or name that of the applications (--schema).");
        }

        if (!mayUse)
        {
            return Finding.Failed($"the user may not use the schema {backend.Schema}", $"grant usage on schema {backend.Schema} to ...");
        }

        foreach (var (name, rights) in Needed)
        {
            switch (await PostgresRow.ReadAsync(connection, ObjectSql, [backend.Schema, name], cancellationToken))
            {
                case [true]:
                    break;
                case []:
                    _missing.Add($"{backend.Schema}.{name}");
                    break;
                default:
                    return Finding.Failed($"the user may not use {backend.Schema}.{name}", $"grant {rights} {backend.Schema}.{name} to ...");
            }
        }

        return _missing.Count == 0 ? Finding.Ok("all that locks need is there, and may be used") : OnMissing(string.Join(" and ", _missing), mayCreate);
    }

    private Finding OnMissing(string missing, bool mayCreate) => !mayCreate
        ? Finding.Failed(
            $"{missing} is missing, and the user may not create it",
            $"Run the script of docs/backends/postgres.md as the owner of the schema, or grant create on schema {backend.Schema} to ...")
        : createMissing ? Finding.Ok($"{missing} is missing, and created now (--create)")
        : Finding.Warning($"{missing} is missing; an application creates it at its first lock. No lock was tried", "To create it now: --create.");
}
