using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>One thing that a statement does with the handle.</summary>
internal readonly struct HandleEvent(HandleEventKind kind, IOperation handle, IOperation? by = null, ulong variable = 0, ISymbol? member = null)
{
    public HandleEventKind Kind { get; } = kind;

    /// <summary>The expression whose value is the handle.</summary>
    public IOperation Handle { get; } = handle;

    /// <summary>What uses it.</summary>
    public IOperation? By { get; } = by;

    /// <summary>The variable it goes into (<see cref="HandleEventKind.Copied"/>).</summary>
    public ulong Variable { get; } = variable;

    /// <summary>The field or property it goes into (<see cref="HandleEventKind.Stored"/>).</summary>
    public ISymbol? Member { get; } = member;
}
