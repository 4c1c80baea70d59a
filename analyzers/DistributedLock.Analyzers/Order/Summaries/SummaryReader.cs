using System.Collections.Immutable;
using System.Globalization;
using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.CallGraph;
using DistributedLock.Analyzers.Order.Values;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>Reads what <see cref="SummaryWriter"/> has written, in the symbols of another compilation. What it cannot read it leaves out.</summary>
/// <param name="compilation">Whose symbols are meant.</param>
/// <param name="routine">The method that a summary is of; <see langword="null"/> for pairs of locks.</param>
internal sealed class SummaryReader(Compilation compilation, IMethodSymbol? routine)
{
    /// <param name="text">The summary of a method.</param>
    /// <param name="withOthers">Whether what other types run for the method counts, too.</param>
    public Summary Read(Term text, bool withOthers)
    {
        var summary = new Summary();
        foreach (var fact in text.Items.Where(static fact => fact.Items.Count > 3))
        {
            switch (fact.Items[0].Word)
            {
                case SummaryFormat.Take:
                case SummaryFormat.TakeByOther when withOthers:
                    if (Lock(fact.Items[2]) is { } taken && Trace(fact.Items[3]) is { } way)
                    {
                        var guards = fact.Items.Skip(4).SelectMany(static list => list.Items).Select(Parameter).OfType<ISymbol>().ToImmutableArray();
                        summary.Add(new Taken(taken, way, IsYes(fact.Items[1])) { Guards = guards });
                    }

                    break;
                case SummaryFormat.Call:
                case SummaryFormat.CallByOther when withOthers:
                    if (Parameter(fact.Items[2]) is { } parameter && Trace(fact.Items[3]) is { } trace)
                    {
                        var held = fact.Items.Skip(4).Select(Lock).OfType<Acquisition>().ToImmutableArray();
                        summary.Add(new Summary.Callback(BoundValue.Of(ValuePath.Of(parameter)), held, IsYes(fact.Items[1]), trace));
                    }

                    break;
            }
        }

        return summary;
    }

    /// <summary>Two locks, the second taken while the first is held, somewhere in an assembly.</summary>
    public Nesting? ReadNesting(Term text) => text.Items.Count is 4 or 5
        && Lock(text.Items[0]) is { Template: not null } held && Lock(text.Items[1]) is { Template: not null } taken && Trace(text.Items[3]) is { } trace
        ? new Nesting(held, new Taken(taken, trace, IsYes(text.Items[2])), Location.None, () => text.Items.Skip(4).SelectMany(static gates => gates.Items).Select(ReadGate).OfType<Gate>().ToList())
        : null;

    private Gate? ReadGate(Term term) => term.Items.Count == 4 && Slot(term.Items[3]) is { } provider
        ? new Gate(term.Items[0].Word, term.Items[1].Word, term.Items[2].Word, provider)
        : null;

    private Acquisition? Lock(Term term)
    {
        if (term.Items.Count != 5 || term.Items[0].Word is not { } flags)
        {
            return null;
        }

        var provider = Value(term.Items[3]);
        return new Acquisition(Value(term.Items[2]), provider, Location.None, term.Items[1].Word)
        {
            ProviderSlot = Slot(term.Items[4]) ?? provider.Path?.Last,
            IsShared = Has(SummaryFormat.Shared),
            IsSemaphore = Has(SummaryFormat.Semaphore),
            Waits = Has(SummaryFormat.Waits),
            IsChecked = Has(SummaryFormat.Checked),
            IsDetached = Has(SummaryFormat.Detached),
        };

        bool Has(char flag) => flags.IndexOf(flag) >= 0;
    }

    private BoundValue Value(Term term) => BoundValue.Joined(term.Items.Select(Part));

    private ValuePart Part(Term term)
    {
        if (term.Word is { } literal)
        {
            return ValuePart.OfText(literal);
        }

        if (term.Items.Count < 3 || Path(term.Items[2], term.Items.Skip(3)) is not { } path)
        {
            return ValuePart.Unknown;
        }

        return ValuePart.Of(path, term.Items[0].Word, term.Items[1].Word is { Length: > 0 } escaped ? escaped[0] : null);
    }

    private ValuePath? Path(Term root, IEnumerable<Term> members)
    {
        var start = root.Word == SummaryFormat.This ? ValuePath.This
            : root.IsList ? Slot(root) is { } slot ? ValuePath.Of(slot) : null
            : Parameter(root) is { } parameter ? ValuePath.Of(parameter) : null;
        var slots = members.Select(Slot).ToList();
        return slots.Contains(null) ? null : start?.Then(slots.OfType<Slot>());
    }

    /// <returns>The member where this compilation sees it, else what is said about it; <see langword="null"/> for no slot.</returns>
    private Slot? Slot(Term term)
    {
        if (term.Items.Count != 7 || term.Items[1].Word is not { } assembly || term.Items[2].Word is not { } owner || term.Items[3].Word is not { } name)
        {
            return null;
        }

        var isFixed = IsYes(term.Items[4]);
        if (term.Items[0].Word == SummaryFormat.Member && Member(assembly, owner, name) is { } member)
        {
            return member is INamedTypeSymbol ? Values.Slot.Of(member) : Values.Slot.Of(member, isFixed);
        }

        var type = term.Items[5].Word is { Length: > 0 } typeName ? compilation.GetTypeByMetadataName(typeName) : null;
        return Values.Slot.Of(new HiddenMember(assembly, owner, name, isFixed, term.Items[5].Word, term.Items[6].Word), type);
    }

    private ISymbol? Member(string assembly, string owner, string name)
    {
        var home = Assembly(assembly);
        return home is null ? null
            : owner.Length == 0 ? home.GetTypeByMetadataName(name)
            : home.GetTypeByMetadataName(owner)?.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol or IPropertySymbol);
    }

    private IAssemblySymbol? Assembly(string name) => routine?.ContainingAssembly is { } own && own.Name == name ? own
        : compilation.SourceModule.ReferencedAssemblySymbols.FirstOrDefault(candidate => candidate.Name == name);

    private IParameterSymbol? Parameter(Term term) =>
        routine is not null && int.TryParse(term.Word, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position < routine.Parameters.Length
            ? routine.Parameters[position]
            : null;

    private static Trace? Trace(Term term) => term.Items.Count > 0 && term.Items.All(static step => step.Word is not null)
        ? term.Items.Reverse().Aggregate((Trace?)null, static (next, step) => new Trace(step.Word!, Location.None, next))
        : null;

    private static bool IsYes(Term term) => term.Word == SummaryFormat.Yes;
}
