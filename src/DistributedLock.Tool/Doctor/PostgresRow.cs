using Npgsql;

namespace DistributedLock.Tool.Doctor;

/// <summary>The first row of an answer.</summary>
internal static class PostgresRow
{
    /// <returns>Its values, <see langword="null"/> for SQL's; empty when there is no row.</returns>
    public static async Task<object?[]> ReadAsync(NpgsqlConnection connection, string sql, IReadOnlyList<string> parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return [];
        }

        var values = new object?[reader.FieldCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await reader.IsDBNullAsync(i, cancellationToken) ? null : reader.GetValue(i);
        }

        return values;
    }
}
