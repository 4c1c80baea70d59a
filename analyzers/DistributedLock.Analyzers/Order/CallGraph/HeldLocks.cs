using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>What is held at the point of a body that a walk has come to.</summary>
internal sealed class HeldLocks
{
    private readonly List<Hold> _holds = [];
    private readonly List<Hold> _suspended = [];
    private ImmutableArray<Acquisition> _locks = ImmutableArray<Acquisition>.Empty;

    /// <summary>How many handles are open: the mark to give to <see cref="EndScope"/>.</summary>
    public IReadOnlyList<Hold> Open => [.. _holds];

    public ImmutableArray<Acquisition> Locks => _locks;

    public bool Any => _holds.Count > 0;

    /// <param name="local">The variable of the handle; <see langword="null"/> for none.</param>
    /// <param name="locks">What the handle stands for.</param>
    /// <param name="mayBeNull">Whether the handle is null when the lock was not to be had.</param>
    public void Begin(ILocalSymbol? local, IReadOnlyList<Acquisition> locks, bool mayBeNull)
    {
        if (local is not null)
        {
            End(local);
        }

        _holds.Add(new Hold(local, locks, mayBeNull));
        Update();
    }

    /// <summary>The handle of a variable is released, given away, or replaced.</summary>
    public void End(ILocalSymbol local)
    {
        _suspended.RemoveAll(hold => SymbolEqualityComparer.Default.Equals(hold.Local, local));
        Remove(hold => SymbolEqualityComparer.Default.Equals(hold.Local, local));
    }

    /// <summary>Whether a variable's handle is counted as held although it may be null.</summary>
    public bool MayBeNull(ILocalSymbol local) => _holds.Any(hold => hold.MayBeNull && SymbolEqualityComparer.Default.Equals(hold.Local, local));

    /// <summary>Whether a variable's handle is counted as held.</summary>
    public bool Has(ILocalSymbol local) => _holds.Any(hold => SymbolEqualityComparer.Default.Equals(hold.Local, local));

    /// <summary>A scope ends: what began in it is no longer known to be held.</summary>
    public void EndScope(IReadOnlyList<Hold> openBefore) => Remove(hold => !openBefore.Contains(hold));

    /// <summary>Leaves out the handles that are null in a branch, until <see cref="Resume"/>.</summary>
    public IReadOnlyList<Hold> Suspend(Func<ILocalSymbol, bool> isNull)
    {
        var suspended = _holds.Where(hold => hold.MayBeNull && hold.Local is not null && isNull(hold.Local)).ToList();
        Remove(suspended.Contains);
        _suspended.AddRange(suspended);
        return suspended;
    }

    public void Resume(IReadOnlyList<Hold> suspended)
    {
        // One whose variable was given another value meanwhile does not come back.
        _holds.AddRange(suspended.Where(_suspended.Remove));
        Update();
    }

    private void Remove(Func<Hold, bool> isOver)
    {
        if (_holds.RemoveAll(hold => isOver(hold)) > 0)
        {
            Update();
        }
    }

    private void Update() => _locks = _holds.SelectMany(static hold => hold.Locks).ToImmutableArray();

    internal sealed class Hold(ILocalSymbol? local, IReadOnlyList<Acquisition> locks, bool mayBeNull)
    {
        public ILocalSymbol? Local { get; } = local;

        public IReadOnlyList<Acquisition> Locks { get; } = locks;

        public bool MayBeNull { get; } = mayBeNull;
    }
}
