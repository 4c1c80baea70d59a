using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.Values;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>
/// Routines and what calling each of them takes. Summaries are made callees first and made again while a recursion still changes them, a bounded number
/// of times: the work is linear in the number of calls. The order of routines is the source's, so that what is found does not depend on chance.
/// </summary>
internal sealed class LockGraph
{
    private const int MostRounds = 6;
    private readonly Dictionary<IMethodSymbol, Routine> _routines = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, Summary> _summaries = new(SymbolEqualityComparer.Default);
    private readonly List<Routine> _ordered;
    private readonly DeclaredLocks _declared;
    private readonly Implementations? _implementations;
    private readonly CancellationToken _cancellationToken;
    private readonly Lazy<HeldAround> _heldAround;

    /// <param name="routines">All that is to be looked into; other callees count with what they declare.</param>
    /// <param name="declared">What locked methods take.</param>
    /// <param name="assembly">Whose implementations are looked for; <see langword="null"/> to look for none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public LockGraph(IEnumerable<Routine> routines, DeclaredLocks declared, IAssemblySymbol? assembly, CancellationToken cancellationToken)
    {
        _declared = declared;
        _cancellationToken = cancellationToken;
        _heldAround = new(() => new HeldAround(this, assembly, _declared, cancellationToken), isThreadSafe: false);
        _ordered = WithWrappers(routines)
            .OrderBy(static routine => routine.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static routine => routine.Location.SourceSpan.Start)
            .ToList();
        foreach (var routine in _ordered.Where(static routine => !routine.IsOfJob))
        {
            _routines[routine.Symbol] = routine;
        }

        _implementations = assembly is null ? null : Implementations.Of(_ordered, assembly);
        Summarize();
    }

    public IReadOnlyList<Routine> Routines => _ordered;

    /// <summary>What calling a routine takes, whatever overrides it.</summary>
    public Summary SummaryOf(IMethodSymbol routine) => SummaryOf(routine, call: null);

    /// <summary>What every caller of a routine holds, in the routine's terms; nothing where not every caller is known.</summary>
    public ImmutableArray<Acquisition> HeldAround(Routine routine) => _heldAround.Value.Of(routine);

    /// <summary>The routines of this graph that a call runs, each with what its values are called there.</summary>
    public IEnumerable<(Routine Routine, CallBinding Binding)> CalleesOf(CallSite call)
    {
        foreach (var target in TargetsOf(call))
        {
            if (_routines.TryGetValue(target, out var callee))
            {
                yield return (callee, Binding(target, call));
            }
        }
    }

    /// <summary>The virtual and interface methods that routines override or implement.</summary>
    public IEnumerable<IMethodSymbol> ImplementedMethods => _implementations?.Declared ?? [];

    /// <summary>What runs for a virtual or interface method, beside its own body.</summary>
    public IReadOnlyList<IMethodSymbol> ImplementationsOf(IMethodSymbol method) => _implementations?.Of(method) ?? [];

    /// <summary>All locks that a step may take, each with the way there.</summary>
    /// <param name="routine">Whose step it is.</param>
    /// <param name="step">The step.</param>
    /// <param name="onlyByCallbacks">Whether only those matter before which a callee may take others: where the step itself holds nothing.</param>
    public IEnumerable<Taken> TakenBy(Routine routine, Step step, bool onlyByCallbacks = false)
    {
        foreach (var taken in step.Taken)
        {
            yield return new Taken(taken, new Trace(routine.Name, step.Location, null), isCertain: true);
        }

        foreach (var target in TargetsOf(step.Call))
        {
            var binding = Binding(target, step.Call!);
            var isCertain = !step.Call!.IsDispatched;
            var summary = SummaryOf(target, step.Call);
            foreach (var taken in onlyByCallbacks ? [] : summary.Locks.Where(taken => !taken.Guards.Any(step.Call!.Decides)))
            {
                // What a locked method's body asks, the code asks that holds the lock.
                var isTaken = routine.IsWrapper ? taken.IsCertain : taken.IsCertainForCallers;
                yield return new Taken(taken.Lock.In(binding), new Trace(routine.Name, step.Location, taken.Trace), isCertain && isTaken);
            }

            foreach (var taken in summary.Callbacks.SelectMany(callback => TakenBy(callback, binding, new Trace(routine.Name, step.Location, callback.Trace), isCertain)))
            {
                yield return taken;
            }
        }
    }

    private IEnumerable<Routine> WithWrappers(IEnumerable<Routine> routines)
    {
        foreach (var routine in routines)
        {
            yield return routine;
            if (_declared.Around(routine.Symbol, _cancellationToken) is { } locks)
            {
                yield return WrapperRoutine(locks, routine.Symbol);
            }
        }
    }

    /// <summary>What the generator writes, as far as locks go.</summary>
    private static Routine WrapperRoutine(DeclaredLockSet locks, IMethodSymbol core)
    {
        var routine = new Routine(locks.Wrapper, locks.Location, isWrapper: true) { IsOfJob = locks.IsOfJob };
        routine.Steps.Add(new Step(locks.Location, ImmutableArray<Acquisition>.Empty, locks.Locks));
        routine.Steps.Add(new Step(locks.Location, locks.Locks, CallSite.Of(core, isDispatched: false, core.IsStatic ? null : BoundValue.This, locks.CoreArguments())));
        return routine;
    }

    private void Summarize()
    {
        // A delegate that is handed on is run by the callee, and counts for the one that made it.
        var callees = _ordered.ToDictionary(static routine => routine, routine => routine.Steps.SelectMany(step => TargetsOf(step.Call).Concat(GivenTo(step.Call)))
            .Select(target => _routines.TryGetValue(target, out var callee) ? callee : null).OfType<Routine>().Distinct().ToList());
        var order = CallOrder.CalleesFirst(_ordered.Where(static routine => !routine.IsOfJob), routine => callees[routine]);
        var changed = new HashSet<Routine>();
        for (var round = 0; round < MostRounds && (round == 0 || changed.Count > 0); round++)
        {
            foreach (var routine in order)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                if (round > 0 && !callees[routine].Any(changed.Contains))
                {
                    changed.Remove(routine);
                    continue;
                }

                var summary = Summarize(routine);
                if (_summaries.TryGetValue(routine.Symbol, out var before) ? before.SaysTheSame(summary) : summary.IsEmpty)
                {
                    changed.Remove(routine);
                }
                else
                {
                    changed.Add(routine);
                }

                _summaries[routine.Symbol] = summary;
            }
        }
    }

    private Summary Summarize(Routine routine)
    {
        var summary = new Summary();
        foreach (var step in routine.Steps)
        {
            foreach (var taken in TakenBy(routine, step))
            {
                summary.Add(taken.Under(step.Conditions));
            }

            AddCallbacks(routine, step, summary);
        }

        return summary;
    }

    private void AddCallbacks(Routine routine, Step step, Summary summary)
    {
        if (step.Call?.Delegate is { Delegate: null, Path: not null } called)
        {
            summary.Add(new Summary.Callback(called, step.Held, isCertain: !step.Conditions.MayNotRun, new Trace(routine.Name, step.Location, null)));
        }

        foreach (var target in TargetsOf(step.Call))
        {
            var binding = Binding(target, step.Call!);
            foreach (var callback in SummaryOf(target, step.Call).Callbacks)
            {
                if (binding.InCaller(callback.Delegate) is { Delegate: null, Path: not null } passedOn)
                {
                    var held = callback.Held.Select(hold => hold.In(binding)).Concat(step.Held).ToImmutableArray();
                    summary.Add(new Summary.Callback(
                        passedOn, held, callback.IsCertain && !step.Call!.IsDispatched && !step.Conditions.MayNotRun, new Trace(routine.Name, step.Location, callback.Trace)));
                }
            }
        }
    }

    private IEnumerable<Taken> TakenBy(Summary.Callback callback, CallBinding binding, Trace trace, bool isCertain)
    {
        if (binding.InCaller(callback.Delegate).Delegate is not { } target)
        {
            yield break;
        }

        var method = Routine.SymbolOf(target.Method);
        var own = new CallBinding(method, target.Receiver, ImmutableArray<BoundValue>.Empty);
        var held = callback.Held.Select(hold => hold.In(binding)).ToImmutableArray();
        foreach (var taken in SummaryOf(method, call: null).Locks)
        {
            yield return new Taken(taken.Lock.In(own), trace.Then(taken.Trace), isCertain && callback.IsCertain && taken.IsCertainForCallers)
            {
                HeldBetween = held,
                ReportAt = target.Method.MethodKind == MethodKind.Ordinary ? null : taken.Trace.Location,
            };
        }
    }

    /// <summary>The methods and lambdas that a call hands on.</summary>
    public static IEnumerable<IMethodSymbol> GivenTo(CallSite? call) => call is null ? []
        : call.Arguments.Select(static argument => argument.Delegate).OfType<BoundDelegate>().Select(static given => Routine.SymbolOf(given.Method));

    private IEnumerable<IMethodSymbol> TargetsOf(CallSite? call)
    {
        var target = call?.Target ?? (call?.Delegate?.Delegate is { } known ? Routine.SymbolOf(known.Method) : null);
        if (target is null)
        {
            return [];
        }

        if (call!.GivesHandle && _declared.Of(target, _cancellationToken) is { } locks)
        {
            return locks.Core is { } core ? [core] : _declared.Referenced.Knows(target) ? [target] : [];
        }

        return call.IsDispatched && _implementations is not null ? _implementations.Of(target).Prepend(target) : [target];
    }

    private CallBinding Binding(IMethodSymbol target, CallSite call)
    {
        if (call.Delegate?.Delegate is { } known)
        {
            return new CallBinding(target, known.Receiver, ImmutableArray<BoundValue>.Empty);
        }

        // The core of a wrapper that is given a handle has other parameters than the wrapper that is called.
        if (call.GivesHandle && _declared.Of(call.Target!, _cancellationToken) is { Core: not null } locks)
        {
            var wrapper = new CallBinding(call.Target!, call.Receiver, call.Arguments);
            return new CallBinding(target, call.Receiver, locks.CoreArguments().Select(wrapper.InCaller).ToImmutableArray());
        }

        return new CallBinding(target, call.Receiver, call.Arguments);
    }

    /// <param name="target">The method that is called.</param>
    /// <param name="call">How; <see langword="null"/> where it is called as a delegate.</param>
    private Summary SummaryOf(IMethodSymbol target, CallSite? call)
    {
        if (_summaries.TryGetValue(target, out var summary))
        {
            return summary;
        }

        if (_declared.Referenced.Knows(target))
        {
            // Other bodies than the one that is named count at the end of a build, as they do in this assembly.
            var described = _declared.Referenced.Of(target, withOthers: call is { IsDispatched: true } && _implementations is not null);
            return call is { GivesHandle: true } ? described.OfBody() : described;
        }

        if (_routines.ContainsKey(target) || _declared.Of(target, _cancellationToken) is not { } locks)
        {
            return Summary.Empty;
        }

        summary = new Summary();
        foreach (var taken in locks.Locks)
        {
            summary.Add(new Taken(taken, new Trace($"{target.ContainingType.Name}.{target.Name}", locks.Location, null), isCertain: true));
        }

        return _summaries[target] = summary;
    }
}
