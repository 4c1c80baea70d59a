using System.Runtime.CompilerServices;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Order.Summaries;

/// <summary>What one assembly says about its locks, as text: nothing of it belongs to a compilation.</summary>
internal sealed class AssemblySummaries
{
    private const string Runtime = "DistributedLock.Runtime";

    // So that a compilation after the next keystroke need not read it again.
    private static readonly ConditionalWeakTable<IAssemblySymbol, AssemblySummaries> ByAssembly = new();
    private readonly Dictionary<string, Term> _methods = new(StringComparer.Ordinal);
    private readonly List<Term> _nestings = [];
    private readonly HashSet<string> _lockedNames = new(StringComparer.Ordinal);

    private AssemblySummaries(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass.Is("DistributedLock", "LockDefinitionInfoAttribute", 0) && Argument(attribute, 1) is string locked)
            {
                _lockedNames.Add(NameIn(locked));
            }
            else if (attribute.AttributeClass.Is("DistributedLock", "LockSummaryInfoAttribute", 0)
                && Argument(attribute, 0) is SummaryFormat.Version && Argument(attribute, 1) is string member && Argument(attribute, 2) is string text && Term.Parse(text) is { } summary)
            {
                if (member.Length == 0)
                {
                    _nestings.Add(summary);
                }
                else
                {
                    _methods[member] = summary;
                }
            }
        }
    }

    /// <summary>By documentation id.</summary>
    public IReadOnlyDictionary<string, Term> Methods => _methods;

    public IReadOnlyList<Term> Nestings => _nestings;

    /// <summary>The names of its locked methods, which it has also where it was built without summaries.</summary>
    public IReadOnlyCollection<string> LockedNames => _lockedNames;

    public bool IsEmpty => _methods.Count == 0 && _nestings.Count == 0 && _lockedNames.Count == 0;

    public static AssemblySummaries Of(IAssemblySymbol assembly) => ByAssembly.GetValue(assembly, static of => new AssemblySummaries(of));

    /// <summary>Whether it can say anything: what knows no locks has no summaries, and most references of a project are such.</summary>
    public static bool MayBeIn(IAssemblySymbol assembly) =>
        assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name == Runtime));

    /// <summary>Of <c>Space.Type.Method&lt;T&gt;(int)</c>.</summary>
    private static string NameIn(string member)
    {
        var path = member.Split('(')[0];
        return path.Substring(path.LastIndexOf('.') + 1).Split('<')[0];
    }

    private static object? Argument(AttributeData attribute, int position) =>
        position < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[position] is { Kind: TypedConstantKind.Primitive } argument ? argument.Value : null;
}
