using System.Collections;

namespace DistributedLock.SqlServer.TestEndpoint.Statements;

/// <summary>The parameters of one call, in their order.</summary>
public sealed class StatementParameters : IReadOnlyList<StatementParameter>
{
    private readonly IReadOnlyList<StatementParameter> _parameters;

    internal StatementParameters(IReadOnlyList<StatementParameter> parameters) => _parameters = parameters;

    /// <inheritdoc />
    public int Count => _parameters.Count;

    /// <inheritdoc />
    public StatementParameter this[int index] => _parameters[index];

    /// <summary>The parameter of a name, in any case.</summary>
    /// <exception cref="SqlServerErrorException">The client did not send it.</exception>
    public StatementParameter this[string name] => Find(name)
        ?? throw new SqlServerErrorException(201, $"Procedure or function expects parameter '{name}', which was not supplied.", 16, 4);

    /// <summary>The parameter of a name in any case, or null when the client did not send it.</summary>
    public StatementParameter? Find(string name) =>
        _parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value of a parameter as a type; null and a missing parameter are the type's default.</summary>
    /// <typeparam name="T">The type, exactly as SQL Server's maps: <c>bigint</c> is <see cref="long"/>.</typeparam>
    public T? Get<T>(string name) => Find(name)?.Value is T value ? value : default;

    /// <inheritdoc />
    public IEnumerator<StatementParameter> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The parameter of a name, or the unnamed one at a place.</summary>
    internal StatementParameter? Find(string name, int place) =>
        Find(name) ?? (place < _parameters.Count && _parameters[place].Name.Length == 0 ? _parameters[place] : null);
}
