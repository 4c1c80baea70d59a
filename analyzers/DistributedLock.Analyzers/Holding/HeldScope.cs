using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistributedLock.Analyzers.Holding;

/// <summary>A piece of code that runs while a lock is held.</summary>
internal sealed class HeldScope
{
    private HeldScope(HeldScopeKind kind, TextSpan? span, string @lock, LockedBody? body)
    {
        Kind = kind;
        Span = span;
        Lock = @lock;
        Body = body;
    }

    public HeldScopeKind Kind { get; }

    /// <summary>Where the lock is held; <see langword="null"/> for the whole of a core method.</summary>
    public TextSpan? Span { get; }

    /// <summary>What to call the lock in a message.</summary>
    public string Lock { get; }

    /// <summary>The core of a locked method, or the body of a job, that this is.</summary>
    public LockedBody? Body { get; }

    public static HeldScope OfCore(LockedBody body) => new(HeldScopeKind.Core, null, $"of '{body.Name}'", body);

    public static HeldScope OfUsing(TextSpan span, ILocalSymbol? handle) => new(HeldScopeKind.Using, span, Name(handle), null);

    public static HeldScope OfRelease(TextSpan span, ILocalSymbol handle, bool inFinally) =>
        new(inFinally ? HeldScopeKind.ReleasedFinally : HeldScopeKind.ReleasedLater, span, Name(handle), null);

    private static string Name(ILocalSymbol? handle) => handle is null ? "of this 'using'" : $"'{handle.Name}'";
}
