using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using DistributedLock.Analyzers.Order.Summaries;

namespace DistributedLock.Tool.Map;

/// <summary>What the build has written about the code of an assembly: <c>[assembly: LockSummaryInfo]</c>, in the words of <see cref="SummaryFormat"/>.</summary>
internal sealed partial class OrderSummaries
{
    private readonly string _assembly;
    private readonly List<LockOrderEdge> _order = [];
    private readonly List<LockDeclaration> _takenByCode = [];

    public OrderSummaries(MetadataReader reader, string assembly)
    {
        _assembly = assembly;
        foreach (var (_, value) in new AttributeReader(reader).OfType(nameof(LockSummaryInfoAttribute)))
        {
            // Another version means other words, and a text that is no list was not written by us: both are passed over, as the analyzers do.
            if (value.FixedArguments is [{ Value: SummaryFormat.Version }, { Value: string member }, { Value: string text }] && Term.Parse(text) is { } summary)
            {
                if (member.Length == 0)
                {
                    AddPair(summary);
                }
                else
                {
                    AddTaken(member, summary);
                }
            }
        }
    }

    public IReadOnlyList<LockOrderEdge> Order => _order;

    /// <summary>What visible methods take by their own code, whatever the attribute on them says.</summary>
    public IReadOnlyList<LockDeclaration> TakenByCode => _takenByCode;

    private void AddPair(Term pair)
    {
        if (pair.Items.Count is 4 or 5 && TemplateOf(pair.Items[0]) is { } held && TemplateOf(pair.Items[1]) is { } taken)
        {
            _order.Add(new LockOrderEdge(held, taken, _assembly, WordsOf(pair.Items[3]))
            {
                IsHeldShared = Has(pair.Items[0], SummaryFormat.Shared),
                IsTakenShared = Has(pair.Items[1], SummaryFormat.Shared),
                IsCertain = pair.Items[2].Word == SummaryFormat.Yes,
                Gates = [.. pair.Items.Skip(4).SelectMany(static gates => gates.Items).Select(static gate => gate.Items.Count > 0 ? gate.Items[0].Word : null).OfType<string>()],
            });
        }
    }

    private void AddTaken(string member, Term summary)
    {
        foreach (var fact in summary.Items.Where(static fact => fact.Items.Count > 3 && fact.Items[0].Word == SummaryFormat.Take))
        {
            // A way of one step: the method itself, and not one that it calls.
            if (TemplateOf(fact.Items[2]) is { } template && fact.Items[3].Items.Count == 1)
            {
                _takenByCode.Add(new LockDeclaration(_assembly, template, Readable(member), DeclarationSource.Code)
                {
                    Mode = Has(fact.Items[2], SummaryFormat.Semaphore) ? "semaphore" : Has(fact.Items[2], SummaryFormat.Shared) ? "shared" : "exclusive",
                });
            }
        }
    }

    private static string? TemplateOf(Term taken) => taken.Items.Count == 5 ? taken.Items[1].Word : null;

    private static bool Has(Term taken, char flag) => taken.Items[0].Word?.Contains(flag, StringComparison.Ordinal) == true;

    private static List<string> WordsOf(Term way) => [.. way.Items.Select(static step => step.Word).OfType<string>()];

    /// <summary>From a documentation id, <c>M:Shop.Orders.Place``1(System.Int32)</c>.</summary>
    private static string Readable(string id)
    {
        var name = id.StartsWith("M:", StringComparison.Ordinal) ? id[2..] : id;
        return TypeParameters().Replace(name, "").Replace(".#ctor", ".new", StringComparison.Ordinal);
    }

    [GeneratedRegex("`+[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex TypeParameters();
}
