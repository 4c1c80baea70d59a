using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations.Providers;

/// <summary>Adds a provider to a type with ordinary constructors: a field, a parameter, and the assignment.</summary>
internal sealed class ConstructorParameters
{
    private readonly ProviderRequest _request;
    private readonly IReadOnlyList<ConstructorDeclarationSyntax> _constructors;
    private readonly ProviderField _field;
    private readonly string _parameter;
    private readonly ConstructorChain _chain;

    public ConstructorParameters(ProviderRequest request, IReadOnlyList<ConstructorDeclarationSyntax> constructors)
    {
        _request = request;
        _constructors = constructors;
        _field = new ProviderField(request, (TypeDeclarationSyntax)constructors[0].Parent!);
        _parameter = request.ParameterName();
        _chain = new ConstructorChain(request, _parameter);
    }

    /// <param name="copies">The constructors that copy a record.</param>
    public void Edit(IEnumerable<ConstructorDeclarationSyntax> copies)
    {
        _field.Edit(initializer: null);
        var given = new HashSet<SyntaxNode>();
        foreach (var constructor in _constructors.Where(static constructor => !ConstructorChain.CallsAnother(constructor)))
        {
            var own = _chain.OwnParameter(constructor);
            if (own is null)
            {
                _chain.Give(constructor);
                given.Add(constructor);
            }

            var value = own ?? _parameter;
            ConstructorAssignment.Insert(_request.Edits, constructor, $"{_field.Access(constructor, value)} = {value};");
        }

        foreach (var copy in copies)
        {
            var original = copy.ParameterList.Parameters[0].Identifier.Text;
            ConstructorAssignment.Insert(_request.Edits, copy, $"{_field.Access(copy, original)} = {original}.{_field.Name};");
        }

        _chain.PassOn(_constructors, given);
    }
}
