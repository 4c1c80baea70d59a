using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Adds a provider to a type with ordinary constructors: a field, a parameter, and the assignment; to one that only passes it to its base class, the parameter.</summary>
internal sealed class ConstructorParameters(ProviderRequest request, IReadOnlyList<ConstructorDeclarationSyntax> constructors)
{
    /// <param name="copies">The constructors that copy a record.</param>
    public void Edit(IEnumerable<ConstructorDeclarationSyntax> copies)
    {
        var field = request.IsKept ? new ProviderField(request, (TypeDeclarationSyntax)constructors[0].Parent!) : null;
        var chain = new ConstructorChain(request, request.ParameterName());
        var bases = new BaseConstructor(request);
        field?.Edit(initializer: null);
        foreach (var constructor in constructors.Where(static constructor => !ConstructorChain.CallsAnother(constructor)))
        {
            var target = bases.CalledBy(constructor);
            if (field is null && target is null)
            {
                continue;
            }

            var value = chain.Give(constructor);
            if (target is not null)
            {
                bases.PassOn(constructor, target, value);
            }

            if (field is not null)
            {
                ConstructorAssignment.Insert(request.Edits, constructor, $"{field.Access(constructor, value)} = {value};");
            }
        }

        if (field is not null)
        {
            foreach (var copy in copies)
            {
                var original = copy.ParameterList.Parameters[0].Identifier.Text;
                ConstructorAssignment.Insert(request.Edits, copy, $"{field.Access(copy, original)} = {original}.{field.Name};");
            }
        }

        chain.PassOn(constructors);
    }
}
