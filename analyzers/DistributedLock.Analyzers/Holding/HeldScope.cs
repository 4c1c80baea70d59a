using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Holding;

/// <summary>A piece of code that runs while a lock is held.</summary>
internal sealed class HeldScope
{
    private HeldScope(HeldScopeKind kind, TextSpan? span, string @lock, IMethodSymbol? wrapper)
    {
        Kind = kind;
        Span = span;
        Lock = @lock;
        Wrapper = wrapper;
    }

    public HeldScopeKind Kind { get; }

    /// <summary>Where the lock is held; <see langword="null"/> for the whole of a core method.</summary>
    public TextSpan? Span { get; }

    /// <summary>What to call the lock in a message.</summary>
    public string Lock { get; }

    /// <summary>The locked method whose core this is.</summary>
    public IMethodSymbol? Wrapper { get; }

    /// <summary>Whether this is the core of a locked method that is awaited or enumerated by its caller.</summary>
    public bool IsCoreOfAsyncWrapper =>
        Wrapper?.ReturnType is { } result && (result.IsPlainTask() || result.IsTaskOfT() || result.IsAsyncEnumerable());

    public static HeldScope OfCore(IMethodSymbol wrapper) => new(HeldScopeKind.Core, null, $"of '{wrapper.Name}'", wrapper);

    public static HeldScope OfUsing(TextSpan span, ILocalSymbol? handle) => new(HeldScopeKind.Using, span, Name(handle), null);

    public static HeldScope OfRelease(TextSpan span, ILocalSymbol handle, bool inFinally) =>
        new(inFinally ? HeldScopeKind.ReleasedFinally : HeldScopeKind.ReleasedLater, span, Name(handle), null);

    private static string Name(ILocalSymbol? handle) => handle is null ? "of this 'using'" : $"'{handle.Name}'";
}
