using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>
/// Finds the ids under which the types of a signature are reported wherever they are named: those of <c>[Experimental]</c>, and of an <c>[Obsolete]</c>
/// that has an id of its own.
/// </summary>
internal sealed class SignatureWarnings : SymbolVisitor
{
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);

    public static EquatableArray<string> Of(IMethodSymbol method)
    {
        var warnings = new SignatureWarnings();
        warnings.VisitSignature(method);
        foreach (var constraint in method.TypeParameters.SelectMany(static parameter => parameter.ConstraintTypes))
        {
            warnings.Visit(constraint);
        }

        return warnings._ids.ToEquatableArray();
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
