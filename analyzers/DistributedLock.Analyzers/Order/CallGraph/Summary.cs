using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.Values;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>What calling a routine means for its caller, in terms of the routine's own parameters.</summary>
internal sealed class Summary
{
    // A routine that may take more locks than this is a program's main loop; what its callers hold is then found further inside.
    private const int MostLocks = 32;

    // Longer ways are true as well, but nobody reads them, and in a program that is one large recursion there is no end of them.
    private const int LongestWay = 12;
    private const int MostCallbacks = 16;
    private readonly Dictionary<Acquisition, Taken> _locks = [];
    private readonly List<Callback> _callbacks = [];

    public static Summary Empty { get; } = new();

    /// <summary>The locks it may take, directly or through calls: of each the surest and shortest way, in the order in which they were found.</summary>
    public IEnumerable<Taken> Locks => _locks.Values;

    /// <summary>The delegates it is given and calls.</summary>
    public IReadOnlyList<Callback> Callbacks => _callbacks;

    public bool IsEmpty => _locks.Count == 0 && _callbacks.Count == 0;

    public void Add(Taken taken)
    {
        if (taken.Trace.Length > LongestWay)
        {
            return;
        }

        if (_locks.TryGetValue(taken.Lock, out var known))
        {
            if (taken.IsBetterThan(known))
            {
                _locks[taken.Lock] = taken;
            }
        }
        else if (_locks.Count < MostLocks)
        {
            _locks.Add(taken.Lock, taken);
        }
    }

    public void Add(Callback callback)
    {
        if (_callbacks.Count < MostCallbacks && callback.Trace.Length <= LongestWay
            && !_callbacks.Any(known => known.Delegate.Equals(callback.Delegate) && known.Held.SequenceEqual(callback.Held)))
        {
            _callbacks.Add(callback);
        }
    }

    /// <summary>Without the locks that a locked method takes itself: what is left where it is given a handle.</summary>
    public Summary OfBody()
    {
        var body = new Summary();
        foreach (var taken in Locks.Where(static taken => taken.Trace.Next is not null))
        {
            body.Add(taken);
        }

        foreach (var callback in Callbacks)
        {
            body.Add(callback);
        }

        return body;
    }

    public bool SaysTheSame(Summary other) => _locks.Count == other._locks.Count
        && _callbacks.Count == other._callbacks.Count
        && _locks.All(pair => other._locks.TryGetValue(pair.Key, out var known)
            && known.IsCertain == pair.Value.IsCertain && known.MayNotBeTaken == pair.Value.MayNotBeTaken && known.Trace.Length == pair.Value.Trace.Length);

    /// <summary>A delegate that is a parameter of the routine.</summary>
    /// <param name="value">The parameter.</param>
    /// <param name="held">What is held while it is called.</param>
    /// <param name="isCertain">Whether the way there is.</param>
    /// <param name="trace">The way to the call.</param>
    internal sealed class Callback(BoundValue value, ImmutableArray<Acquisition> held, bool isCertain, Trace trace)
    {
        public BoundValue Delegate { get; } = value;

        public ImmutableArray<Acquisition> Held { get; } = held;

        public bool IsCertain { get; } = isCertain;

        public Trace Trace { get; } = trace;
    }
}
