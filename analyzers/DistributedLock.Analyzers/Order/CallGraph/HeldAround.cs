using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>
/// What is held whenever a routine runs: what all calls of it hold, and their routines' callers in turn. Nothing is known where another assembly, a delegate or an
/// interface may call it, too.
/// </summary>
internal sealed class HeldAround
{
    private const int MostRounds = 6;
    private static readonly ImmutableArray<Acquisition> Nothing = ImmutableArray<Acquisition>.Empty;

    // Not there: not known yet, as in a recursion that nobody has entered.
    private readonly Dictionary<Routine, ImmutableArray<Acquisition>> _held = [];
    private readonly CancellationToken _cancellationToken;

    /// <param name="graph">The routines.</param>
    /// <param name="assembly">Whose routines they all are; <see langword="null"/> where they are a part of them only.</param>
    /// <param name="declared">What is taken around cores and jobs.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public HeldAround(LockGraph graph, IAssemblySymbol? assembly, DeclaredLocks declared, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        if (assembly is null)
        {
            return;
        }

        var calls = graph.Routines
            .SelectMany(caller => caller.Steps.Where(static step => step.Call is not null)
                .SelectMany(step => graph.CalleesOf(step.Call!).Select(callee => (Callee: callee.Routine, callee.Binding, Caller: caller, Step: step))))
            .ToLookup(static call => call.Callee, static call => (call.Binding, call.Caller, call.Step));
        var loose = new HashSet<IMethodSymbol>(
            graph.Routines.SelectMany(static routine => routine.Mentions.Concat(routine.Steps.SelectMany(static step => LockGraph.GivenTo(step.Call)))),
            SymbolEqualityComparer.Default);
        var visibility = new Visibility(assembly);
        var followed = new List<Routine>();
        foreach (var routine in graph.Routines)
        {
            if (calls.Contains(routine) && !loose.Contains(routine.Symbol)
                && (visibility.IsCalledHereOnly(routine.Symbol) || declared.Around(routine.Symbol, cancellationToken) is { IsOfJob: true }))
            {
                followed.Add(routine);
            }
            else
            {
                _held[routine] = Nothing;
            }
        }

        if (!Settle(followed, calls))
        {
            foreach (var routine in followed)
            {
                _held[routine] = Nothing;
            }
        }
    }

    public ImmutableArray<Acquisition> Of(Routine routine) => _held.TryGetValue(routine, out var held) ? held : Nothing;

    private bool Settle(List<Routine> followed, ILookup<Routine, (Values.CallBinding Binding, Routine Caller, Step Step)> calls)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var hasChanged = false;
            foreach (var routine in followed)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                var ways = calls[routine].Where(call => _held.ContainsKey(call.Caller))
                    .Select(call => call.Step.Held.AddRange(_held[call.Caller]).Where(Gate.MayBe).Select(held => held.InCallee(call.Binding)).OfType<Acquisition>().ToList())
                    .ToList();
                if (ways.Count == 0)
                {
                    continue;
                }

                var common = ways[0].Where(held => ways.Skip(1).All(way => way.Any(other => IsSame(held, other)))).Distinct().ToImmutableArray();
                hasChanged |= !_held.TryGetValue(routine, out var before) || before.Length != common.Length;
                _held[routine] = common;
            }

            if (!hasChanged)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(Acquisition first, Acquisition second) =>
        first.Key.Equals(second.Key) && LockComparison.MayBeOne(first.ProviderSlot!, second.ProviderSlot!);
}
