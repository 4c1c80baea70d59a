using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>Recognizes types by their full name, which holds even where two assemblies carry one.</summary>
internal static class LockTypes
{
    public const string Attribute = "DistributedLock.DistributedLockAttribute";
    public const string Provider = "DistributedLock.IDistributedLockProvider";

    private static readonly SymbolDisplayFormat NameFormat = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static bool IsLockAttribute(ITypeSymbol? type) => Is(type, Attribute);

    public static bool IsProvider(ITypeSymbol type) => Is(type, Provider)
        || type.AllInterfaces.Any(static candidate => Is(candidate, Provider))
        || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsProvider));

    public static bool IsToken(ITypeSymbol type) => Is(type, "System.Threading.CancellationToken");

    public static bool IsHandle(ITypeSymbol type) => Is(type, "DistributedLock.IDistributedLockHandle")
        || (Is(type, "System.Collections.Generic.IReadOnlyList") && ((INamedTypeSymbol)type).TypeArguments[0] is var element && Is(element, "DistributedLock.IDistributedLockHandle"));

    /// <summary><c>LockResult</c> or <c>LockResult&lt;T&gt;</c>.</summary>
    public static bool IsLockResult(ITypeSymbol type) => Is(type, "DistributedLock.LockResult");

    /// <summary>A <c>Task</c> or <c>ValueTask</c>, with a value or without.</summary>
    public static bool IsTask(ITypeSymbol type) => Is(type, "System.Threading.Tasks.Task") || Is(type, "System.Threading.Tasks.ValueTask");

    public static bool IsStream(ITypeSymbol type) => Is(type, "System.Collections.Generic.IAsyncEnumerable");

    public static bool IsStreamEnumerator(ITypeSymbol type) => Is(type, "System.Collections.Generic.IAsyncEnumerator");

    /// <summary>The value inside a task; <see langword="null"/> for none.</summary>
    public static ITypeSymbol? ValueOf(ITypeSymbol type) => type is INamedTypeSymbol { TypeArguments.Length: 1 } named ? named.TypeArguments[0] : null;

    private static bool Is(ITypeSymbol? type, string name) => type is INamedTypeSymbol && type.Name == name.Substring(name.LastIndexOf('.') + 1) && type.ToDisplayString(NameFormat) == name;
}
