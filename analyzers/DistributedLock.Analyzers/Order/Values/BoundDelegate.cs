using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>A delegate whose target is evident: a lambda, a local function, or a method on a receiver.</summary>
internal sealed class BoundDelegate(IMethodSymbol method, BoundValue? receiver) : IEquatable<BoundDelegate>
{
    public IMethodSymbol Method { get; } = method;

    /// <summary><see langword="null"/> where the method is static or runs on the instance that made the delegate.</summary>
    public BoundValue? Receiver { get; } = receiver;

    public bool Equals(BoundDelegate? other) =>
        other is not null && SymbolEqualityComparer.Default.Equals(Method, other.Method) && Equals(Receiver, other.Receiver);

    public override bool Equals(object? obj) => Equals(obj as BoundDelegate);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Method);
}
