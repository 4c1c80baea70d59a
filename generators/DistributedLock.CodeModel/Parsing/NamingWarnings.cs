using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>
/// Collects the ids under which what the generated code names is reported wherever it is named: those of <c>[Experimental]</c>, and of an
/// <c>[Obsolete]</c> that has an id of its own.
/// </summary>
internal sealed class NamingWarnings(Compilation compilation) : SymbolVisitor
{
    // Every method names the same few types, and each of them brings the attributes of its assembly.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, string[]>> KnownIds = new();

    private readonly ConcurrentDictionary<ISymbol, string[]> _known = KnownIds.GetValue(compilation, static _ => new(SymbolEqualityComparer.Default));

    private SortedSet<string>? _ids;

    public EquatableArray<string> Ids => _ids is null ? default : _ids.ToEquatableArray();

    /// <summary>Reads the types that both parts of a method name.</summary>
    public override void VisitMethod(IMethodSymbol symbol)
    {
        VisitSignature(symbol);
        foreach (var parameter in symbol.TypeParameters)
        {
            foreach (var constraint in parameter.ConstraintTypes)
            {
                Visit(constraint);
            }
        }
    }

    /// <summary>Reads a member that a body names.</summary>
    public void AddMember(ISymbol member)
    {
        ReadAttributes(member);
        Visit(member.ContainingType);
    }

    public override void VisitArrayType(IArrayTypeSymbol symbol) => Visit(symbol.ElementType);

    public override void VisitPointerType(IPointerTypeSymbol symbol) => Visit(symbol.PointedAtType);

    public override void VisitFunctionPointerType(IFunctionPointerTypeSymbol symbol) => VisitSignature(symbol.Signature);

    public override void VisitNamedType(INamedTypeSymbol symbol)
    {
        ReadAttributes(symbol);
        ReadAttributes(symbol.ContainingModule);
        ReadAttributes(symbol.ContainingAssembly);
        Visit(symbol.ContainingType);
        foreach (var argument in symbol.TypeArguments)
        {
            Visit(argument);
        }
    }

    private void VisitSignature(IMethodSymbol method)
    {
        Visit(method.ReturnType);
        foreach (var parameter in method.Parameters)
        {
            Visit(parameter.Type);
        }
    }

    private void ReadAttributes(ISymbol? symbol)
    {
        if (symbol is null)
        {
            return;
        }

        var ids = _known.GetOrAdd(symbol.OriginalDefinition, static definition => IdsOf(definition));
        if (ids.Length > 0)
        {
            _ids ??= new SortedSet<string>(StringComparer.Ordinal);
            _ids.UnionWith(ids);
        }
    }

    /// <remarks>What is no identifier cannot stand in a #pragma.</remarks>
    private static string[] IdsOf(ISymbol symbol) => symbol.GetAttributes().Select(IdOf).OfType<string>().Where(SyntaxFacts.IsValidIdentifier).ToArray();

    private static string? IdOf(AttributeData attribute) =>
        attribute.AttributeClass.IsExperimental() ? attribute.ConstructorArguments.FirstOrDefault().Value as string
        : attribute.AttributeClass.IsObsolete() ? attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "DiagnosticId").Value.Value as string
        : null;
}
