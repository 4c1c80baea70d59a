using DistributedLock.Analyzers.Order.CallGraph;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order;

/// <summary>Something to report about a lock that is taken while another is held.</summary>
internal sealed class Finding(DiagnosticDescriptor live, DiagnosticDescriptor byCalls, Nesting nesting, params object[] arguments)
{
    public FindingKey Key { get; } = new(live.Id, nesting.Location, nesting.Held.Name);

    public Nesting Nesting { get; } = nesting;

    public bool IsBetterThan(Finding other) => live.DefaultSeverity != other.Severity
        ? live.DefaultSeverity > other.Severity
        : Nesting.Trace.Length < other.Nesting.Trace.Length;

    public Diagnostic ToDiagnostic(bool isLive) =>
        Diagnostic.Create(isLive ? live : byCalls, Nesting.Location, Nesting.OtherLocations(), arguments);

    private DiagnosticSeverity Severity => live.DefaultSeverity;
}
