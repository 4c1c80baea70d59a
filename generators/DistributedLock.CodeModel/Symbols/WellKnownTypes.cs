using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Symbols;

/// <summary>
/// Recognizes types by their full name. By name, because a type such as <c>IAsyncEnumerable&lt;T&gt;</c> may come from two assemblies at once, and a
/// look-up by metadata name then finds none.
/// </summary>
public static class WellKnownTypes
{
    public const string LockAttribute = "DistributedLock.DistributedLockAttribute";

    private const string Tasks = "System.Threading.Tasks";
    private const string Collections = "System.Collections.Generic";

    public static bool IsLockAttribute(this ITypeSymbol? type) => type.Is("DistributedLock", "DistributedLockAttribute", 0);

    public static bool IsProvider(this ITypeSymbol? type) => type.Is("DistributedLock", "IDistributedLockProvider", 0);

    public static bool IsHandle(this ITypeSymbol? type) => type.Is("DistributedLock", "IDistributedLockHandle", 0);

    public static bool IsHandleList(this ITypeSymbol? type) =>
        type.Is(Collections, "IReadOnlyList", 1) && ((INamedTypeSymbol)type!).TypeArguments[0].IsHandle();

    public static bool IsLockResult(this ITypeSymbol? type) => type.Is("DistributedLock", "LockResult", 0);

    public static bool IsLockResultOfT(this ITypeSymbol? type) => type.Is("DistributedLock", "LockResult", 1);

    public static bool IsCancellationToken(this ITypeSymbol? type) => type.Is("System.Threading", "CancellationToken", 0);

    public static bool IsEnumeratorCancellation(this ITypeSymbol? type) =>
        type.Is("System.Runtime.CompilerServices", "EnumeratorCancellationAttribute", 0);

    public static bool IsAsyncEnumerable(this ITypeSymbol? type) => type.Is(Collections, "IAsyncEnumerable", 1);

    public static bool IsReadOnlyCollection(this ITypeSymbol? type) => type.Is(Collections, "IReadOnlyCollection", 1);

    public static bool IsExperimental(this ITypeSymbol? type) => type.Is("System.Diagnostics.CodeAnalysis", "ExperimentalAttribute", 0);

    /// <summary>Whether an attribute makes it an error to name something.</summary>
    public static bool IsObsoleteError(AttributeData attribute) => attribute.AttributeClass.IsObsolete() && attribute.ConstructorArguments.Any(static argument => argument.Value is true);

    public static bool IsObsolete(this ITypeSymbol? type) => type.Is("System", "ObsoleteAttribute", 0);

    public static bool IsFormattable(this ITypeSymbol? type) => type.Is("System", "IFormattable", 0);

    /// <summary>Whether this is a <c>Task</c> or <c>ValueTask</c> without a value.</summary>
    public static bool IsPlainTask(this ITypeSymbol? type) => type.Is(Tasks, "Task", 0) || type.Is(Tasks, "ValueTask", 0);

    /// <summary>Whether this is a <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c>.</summary>
    public static bool IsTaskOfT(this ITypeSymbol? type) => type.Is(Tasks, "Task", 1) || type.Is(Tasks, "ValueTask", 1);

    public static bool Is(this ITypeSymbol? type, string containingNamespace, string name, int arity)
    {
        if (type is not INamedTypeSymbol named || named.Name != name || named.Arity != arity || named.ContainingType is not null)
        {
            return false;
        }

        var remaining = containingNamespace.Length;
        for (var current = named.ContainingNamespace; current is { IsGlobalNamespace: false }; current = current.ContainingNamespace)
        {
            var start = remaining - current.Name.Length;
            if (start < 0
                || string.CompareOrdinal(containingNamespace, start, current.Name, 0, current.Name.Length) != 0
                || (start > 0 && containingNamespace[start - 1] != '.'))
            {
                return false;
            }

            remaining = start - 1;
        }

        return remaining <= 0;
    }
}
