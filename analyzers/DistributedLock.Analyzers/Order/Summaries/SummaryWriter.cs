using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.CallGraph;
using DistributedLock.Analyzers.Order.Values;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>Says in words what a routine does about locks, so that another compilation can read it: see <see cref="SummaryFormat"/>.</summary>
/// <param name="routine">In whose terms the locks are; <see langword="null"/> where there is no caller to bind them.</param>
internal sealed class SummaryWriter(IMethodSymbol? routine)
{
    /// <summary>What a summary says, each fact a term, in an order that does not depend on how it was found.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="isByOther">Whether it is of another method, which runs only where it is the one that is found at run time.</param>
    public IEnumerable<Term> Write(Summary summary, bool isByOther) => summary.Locks.Select(taken => Write(taken, isByOther))
        .Concat(summary.Callbacks.Select(callback => Write(callback, isByOther)).OfType<Term>());

    public static Term Write(Nesting nesting)
    {
        var writer = new SummaryWriter(null);
        var pair = new[] { writer.WriteOutline(nesting.Held), writer.WriteOutline(nesting.Taken), Write(nesting.IsCertain), Write(nesting.Trace) };
        return Term.List(nesting.Gates.Count == 0 ? pair : [.. pair, Term.List(nesting.Gates.Select(Write))]);
    }

    private static Term Write(Gate gate) => Term.List(Term.Of(gate.Text), Term.Of(gate.ByHeld), Term.Of(gate.ByTaken), Write(gate.Provider));

    private Term Write(Taken taken, bool isByOther) => Term.List(
        Term.Of(isByOther ? SummaryFormat.TakeByOther : SummaryFormat.Take),
        Write(taken.IsCertainForCallers && !isByOther),
        Write(taken.Lock),
        Write(taken.Trace),
        Term.List(taken.Guards.OfType<IParameterSymbol>().Where(IsOwn).Select(static parameter => Position(parameter))));

    private Term? Write(Summary.Callback callback, bool isByOther) => callback.Delegate.Path is { Members.IsEmpty: true, Root.Parameter: { } parameter } && IsOwn(parameter)
        ? Term.List(new[] { Term.Of(isByOther ? SummaryFormat.CallByOther : SummaryFormat.Call), Write(callback.IsCertain && !isByOther), Position(parameter), Write(callback.Trace) }
            .Concat(callback.Held.Select(Write)))
        : null;

    private Term Write(Acquisition taken)
    {
        var provider = Write(taken.Provider);

        // Where the object is not known outside, its member may be.
        var slot = provider.Items.Any(static part => part.Items.Count == 0) && taken.ProviderSlot is { } last && IsKnownOutside(last) ? Write(last) : Term.List();
        return Term.List(Flags(taken), Term.Of(taken.Template), Write(taken.Key), provider, slot);
    }

    /// <summary>Without what only a caller's values could say more about.</summary>
    private Term WriteOutline(Acquisition taken) => Term.List(
        Flags(taken), Term.Of(taken.Template), Term.List(), Term.List(), taken.ProviderSlot is { } slot ? Write(slot) : Term.List());

    private Term Write(BoundValue value) => Term.List(value.Delegate is null ? value.Parts.Select(Write) : [Term.List()]);

    private Term Write(ValuePart part)
    {
        if (part.Literal is not null)
        {
            return Term.Of(part.Literal);
        }

        var root = part.Path?.Root switch
        {
            null => part.Path is null ? null : Term.Of(SummaryFormat.This),
            { Parameter: { } parameter } when IsOwn(parameter) => Position(parameter),
            var slot => IsKnownOutside(slot) ? Write(slot) : null,
        };
        return root is null
            ? Term.List()
            : Term.List(new[] { Term.Of(part.Format), Term.Of(part.Escaped?.ToString()), root }.Concat(part.Path!.Members.Select(Write)));
    }

    private static Term Write(Slot slot)
    {
        var hidden = slot.Hidden ?? Describe(slot);
        return Term.List(
            Term.Of(slot.Hidden is not null || slot.Symbol is IFieldSymbol or IPropertySymbol or INamedTypeSymbol ? SummaryFormat.Member : SummaryFormat.Variable),
            Term.Of(hidden.Assembly),
            Term.Of(hidden.Owner),
            Term.Of(hidden.Name),
            Write(hidden.IsFixed),
            Term.Of(hidden.TypeName),
            Term.Of(hidden.ServiceKey));
    }

    private static HiddenMember Describe(Slot slot)
    {
        var symbol = slot.Symbol!;
        var name = symbol switch
        {
            INamedTypeSymbol self => MetadataName.Of(self),

            // Variables of two methods may have one name; the parameter of a primary constructor is a member.
            IParameterSymbol or ILocalSymbol when symbol.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.Constructor } method =>
                $"{method.GetDocumentationCommentId() ?? method.Name}/{symbol.Name}",
            _ => symbol.Name,
        };
        return new HiddenMember(
            symbol.ContainingAssembly?.Name ?? string.Empty,
            MetadataName.Of(symbol.ContainingType),
            name,
            slot.IsFixed,
            slot.Type is INamedTypeSymbol { TypeKind: TypeKind.Class } type && type.AllInterfaces.Any(static contract => contract.IsProvider()) ? MetadataName.Of(type) : null,
            slot.ServiceKey);
    }

    private static Term Flags(Acquisition taken)
    {
        var flags = string.Concat(
            taken.IsShared ? SummaryFormat.Shared.ToString() : string.Empty,
            taken.IsSemaphore ? SummaryFormat.Semaphore.ToString() : string.Empty,
            taken.Waits ? SummaryFormat.Waits.ToString() : string.Empty)
            + (taken.IsChecked ? SummaryFormat.Checked.ToString() : string.Empty)
            + (taken.IsDetached ? SummaryFormat.Detached.ToString() : string.Empty);
        return Term.Of(flags);
    }

    private static Term Write(Trace trace) => Term.List(trace.Steps().Select(static step => Term.Of(step.Routine)));

    private static Term Write(bool value) => Term.Of(value ? SummaryFormat.Yes : SummaryFormat.No);

    private static Term Position(IParameterSymbol parameter) => Term.Of(parameter.Ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private bool IsOwn(IParameterSymbol parameter) => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, routine);

    /// <summary>Whether it means the same to every caller: members do, and parameters that every member of a type sees.</summary>
    private static bool IsKnownOutside(Slot slot) => slot.Symbol is not (ILocalSymbol or IParameterSymbol { ContainingSymbol: not IMethodSymbol { MethodKind: MethodKind.Constructor } });
}
