using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>
/// Collects the ids under which what the generated code names is reported wherever it is named: those of <c>[Experimental]</c>, and of an
/// <c>[Obsolete]</c> that has an id of its own.
/// </summary>
internal sealed class NamingWarnings : SymbolVisitor
{
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);

    public EquatableArray<string> Ids => _ids.ToEquatableArray();

    /// <summary>Reads the types that both parts of a method name.</summary>
    public override void VisitMethod(IMethodSymbol symbol)
    {
        VisitSignature(symbol);
        foreach (var constraint in symbol.TypeParameters.SelectMany(static parameter => parameter.ConstraintTypes))
        {
            Visit(constraint);
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
        if (symbol is not null)
        {
            // What is no identifier cannot stand in a #pragma.
            _ids.UnionWith(symbol.GetAttributes().Select(IdOf).OfType<string>().Where(SyntaxFacts.IsValidIdentifier));
        }
    }

    private static string? IdOf(AttributeData attribute) =>
        attribute.AttributeClass.IsExperimental() ? attribute.ConstructorArguments.FirstOrDefault().Value as string
        : attribute.AttributeClass.IsObsolete() ? attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "DiagnosticId").Value.Value as string
        : null;
}
