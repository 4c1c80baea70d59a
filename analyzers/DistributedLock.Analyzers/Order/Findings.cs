using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.CallGraph;

namespace DistributedLock.Analyzers.Order;

/// <summary>Judges every lock that is taken while another is held.</summary>
internal sealed class Findings
{
    private readonly Dictionary<FindingKey, Finding> _findings = [];
    private readonly DeclaredOrder _order;

    private Findings(DeclaredOrder order) => _order = order;

    /// <summary>What is taken after what, for the rules that compare two places.</summary>
    public OppositeOrders Orders { get; } = new();

    public static Findings In(LockGraph graph, DeclaredOrder order)
    {
        var findings = new Findings(order);
        foreach (var nesting in Nesting.AllIn(graph))
        {
            findings.Judge(nesting);
        }

        return findings;
    }

    /// <summary>One for a place and lock, in the order of the source.</summary>
    public IEnumerable<Finding> Ordered() => _findings.Values
        .OrderBy(static finding => finding.Key.Location.SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(static finding => finding.Key.Location.SourceSpan.Start)
        .ThenBy(static finding => finding.Key.RuleId, StringComparer.Ordinal)
        .ThenBy(static finding => finding.Key.Lock, StringComparer.Ordinal);

    private void Judge(Nesting nesting)
    {
        var (held, taken) = (nesting.Held, nesting.Taken);
        if (held.IsDetached || taken.IsDetached || held.IsSemaphore || taken.IsSemaphore)
        {
            return;
        }

        var sameness = LockComparison.Compare(held, taken);
        if (sameness == Sameness.Different)
        {
            JudgeOrder(nesting);
        }
        else if (held.IsShared && !taken.IsShared)
        {
            if (taken.IsChecked || taken.Waits)
            {
                Add(new Finding(OrderRules.Upgrade, OrderRules.UpgradeByCalls, nesting, held.Name, nesting.Trace));
            }
        }
        else if (WaitsForItself(held, taken))
        {
            // What the runtime does not check only waits in vain, and the caller may know how long.
            var isCertain = sameness == Sameness.Same && nesting.IsCertain && held.IsChecked && taken.IsChecked;
            Add(isCertain
                ? new Finding(OrderRules.TakenAgain, OrderRules.TakenAgainByCalls, nesting, held.Name, nesting.Trace)
                : new Finding(OrderRules.MayBeTakenAgain, OrderRules.MayBeTakenAgainByCalls, nesting, held.Name, nesting.Trace));
        }
    }

    /// <summary>
    /// The runtime throws for whatever the flow holds, even for one try. It does not see what is taken by the provider's own members, which then waits
    /// unless it asks for one try only, or both are shared.
    /// </summary>
    private static bool WaitsForItself(Acquisition held, Acquisition taken) =>
        (held.IsChecked && taken.IsChecked) || (taken.Waits && !(held.IsShared && taken.IsShared));

    private void JudgeOrder(Nesting nesting)
    {
        var (held, taken) = (nesting.Held, nesting.Taken);
        if (!taken.Waits || held.Template is null || taken.Template is null)
        {
            return;
        }

        if (_order.Contradicts(held.Template, taken.Template))
        {
            Add(new Finding(OrderRules.Contradicted, OrderRules.ContradictedByCalls, nesting, taken.Template, held.Template, nesting.Trace));
        }
        else
        {
            Orders.Add(nesting);
        }
    }

    private void Add(Finding finding)
    {
        if (!_findings.TryGetValue(finding.Key, out var known) || finding.IsBetterThan(known))
        {
            _findings[finding.Key] = finding;
        }
    }
}
