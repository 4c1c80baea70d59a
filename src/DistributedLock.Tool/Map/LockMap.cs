namespace DistributedLock.Tool.Map;

/// <summary>What several assemblies together say about their locks.</summary>
/// <param name="Assemblies">The names of those that were read.</param>
/// <param name="Locks">The locks, by template.</param>
/// <param name="Order">What is taken while what is held.</param>
/// <param name="DeclaredOrders">The orders that <c>[assembly: LockOrder]</c> promises.</param>
internal sealed record LockMap(
    IReadOnlyList<string> Assemblies,
    IReadOnlyList<LockDeclaration> Locks,
    IReadOnlyList<LockOrderEdge> Order,
    IReadOnlyList<IReadOnlyList<string>> DeclaredOrders)
{
    /// <summary>Circles in the order, each from its first template on.</summary>
    public IReadOnlyList<LockCycle> Cycles { get; } = LockCycle.In(Order);

    public bool IsEmpty => Locks.Count == 0 && Order.Count == 0;

    public static LockMap Of(IReadOnlyList<AssemblyLocks> assemblies) => new(
        [.. assemblies.Select(static assembly => assembly.Name)],
        [
            .. assemblies.SelectMany(static assembly => assembly.Locks).Distinct()
                .OrderBy(static declared => declared.Template, StringComparer.Ordinal).ThenBy(static declared => declared.Member, StringComparer.Ordinal),
        ],
        [
            .. assemblies.SelectMany(static assembly => assembly.Order)
                .OrderBy(static edge => edge.Held, StringComparer.Ordinal).ThenBy(static edge => edge.Taken, StringComparer.Ordinal),
        ],
        [.. assemblies.SelectMany(static assembly => assembly.DeclaredOrders)]);
}
