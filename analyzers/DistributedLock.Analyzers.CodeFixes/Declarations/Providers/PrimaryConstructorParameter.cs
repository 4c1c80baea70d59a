using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Adds a provider to a type that has a primary constructor.</summary>
internal sealed class PrimaryConstructorParameter(ProviderRequest request, TypeDeclarationSyntax part)
{
    /// <param name="others">The constructors with a body.</param>
    /// <param name="copies">The constructors that copy a record.</param>
    public void Edit(IReadOnlyList<ConstructorDeclarationSyntax> others, IEnumerable<ConstructorDeclarationSyntax> copies)
    {
        var list = ProviderAddition.ParameterListOf(part)!;
        var name = request.ParameterName(isProperty: request.Type.IsRecord);
        ParameterInsertion.Insert(request.Edits, list, $"{request.TypeAt(part.SyntaxTree, list.SpanStart)} {name}");
        ParameterDocumentation.Insert(request.Edits, part, name);
        if (!request.Type.IsRecord && KeepsParametersInFields(list))
        {
            new ProviderField(request, part).Edit(name);
        }

        Copy(request, copies, name);
        new ConstructorChain(request, name).PassOn(others, new HashSet<SyntaxNode> { part });
    }

    /// <summary>Takes the property over where a record is copied by code of its own.</summary>
    public static void Copy(ProviderRequest request, IEnumerable<ConstructorDeclarationSyntax> copies, string name)
    {
        foreach (var copy in copies)
        {
            ConstructorAssignment.Insert(request.Edits, copy, $"{name} = {copy.ParameterList.Parameters[0].Identifier.Text}.{name};");
        }
    }

    /// <summary>Whether there is a field such as <c>_orders = orders</c>.</summary>
    private bool KeepsParametersInFields(ParameterListSyntax list) => part.Members.OfType<FieldDeclarationSyntax>()
        .SelectMany(static field => field.Declaration.Variables)
        .Any(variable => variable.Initializer?.Value is IdentifierNameSyntax value
            && list.Parameters.Any(parameter => parameter.Identifier.ValueText == value.Identifier.ValueText));
}
