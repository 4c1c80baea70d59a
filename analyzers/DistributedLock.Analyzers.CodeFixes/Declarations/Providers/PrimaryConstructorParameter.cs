using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Adds a provider to a type that has a primary constructor, or that gets one for it.</summary>
internal sealed class PrimaryConstructorParameter(ProviderRequest request, TypeDeclarationSyntax part)
{
    /// <param name="others">The constructors with a body.</param>
    /// <param name="copies">The constructors that copy a record.</param>
    public void Edit(IReadOnlyList<ConstructorDeclarationSyntax> others, IEnumerable<ConstructorDeclarationSyntax> copies)
    {
        var bases = new BaseConstructor(request);
        var target = bases.CalledBy(part);
        if (!request.IsKept && target is null)
        {
            return;
        }

        var list = ProviderAddition.ParameterListOf(part);
        var constructor = list is null
            ? request.Type.InstanceConstructors.FirstOrDefault(static candidate => candidate.IsImplicitlyDeclared && candidate.Parameters.IsEmpty)
            : ProviderInReach.PrimaryConstructor(request.Type, request.CancellationToken);
        var own = ConstructorChain.OwnParameter(constructor);
        var name = own ?? request.ParameterName(isProperty: request.Type.IsRecord);
        if (own is null)
        {
            Add(list, name);
            if (constructor is not null)
            {
                request.Given.Add(constructor, list, name, request.CancellationToken);
            }
        }

        // A parameter that goes to the base class as well is not to be captured beside it (CS9107), and one that something hides cannot be.
        if (request is { IsKept: true, Type.IsRecord: false } && (own is not null || target is not null || KeepsParametersInFields(list)))
        {
            new ProviderField(request, request.Part).Edit(name);
        }

        if (target is not null)
        {
            bases.PassOn(part, target, name);
        }

        if (own is null)
        {
            Copy(copies, name);
            new ConstructorChain(request, name).PassOn(others);
        }
    }

    private void Add(ParameterListSyntax? list, string name)
    {
        var tree = part.SyntaxTree;
        if (list is null)
        {
            var position = (part.TypeParameterList?.GetLastToken() ?? part.Identifier).Span.End;
            request.Edits.Insert(tree, position, $"({request.TypeAt(tree, position)} {name})");
            return;
        }

        ParameterInsertion.Insert(request.Edits, list, $"{request.TypeAt(tree, list.SpanStart)} {name}");
        ParameterDocumentation.Insert(request.Edits, part, name);
    }

    /// <summary>Takes the property over where a record is copied by code of its own.</summary>
    private void Copy(IEnumerable<ConstructorDeclarationSyntax> copies, string name)
    {
        foreach (var copy in copies.Where(_ => request.IsKept))
        {
            ConstructorAssignment.Insert(request.Edits, copy, $"{name} = {copy.ParameterList.Parameters[0].Identifier.Text}.{name};");
        }
    }

    /// <summary>Whether there is a field such as <c>_orders = orders</c>.</summary>
    private bool KeepsParametersInFields(ParameterListSyntax? list) => list is not null && part.Members.OfType<FieldDeclarationSyntax>()
        .SelectMany(static field => field.Declaration.Variables)
        .Any(variable => variable.Initializer?.Value is IdentifierNameSyntax value
            && list.Parameters.Any(parameter => parameter.Identifier.ValueText == value.Identifier.ValueText));
}
