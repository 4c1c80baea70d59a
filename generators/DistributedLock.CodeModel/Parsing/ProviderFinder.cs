using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>
/// Finds what gives the lock provider: the named member, else the first of own field, own property, inherited member, primary-constructor parameter and
/// method parameter.
/// </summary>
internal sealed class ProviderFinder(MethodContext context)
{
    private const string Expected = "IDistributedLockProvider";

    public string? Find(AttributeData attribute)
    {
        var name = LockAttributeReader.Text(attribute, OptionNames.Provider);
        var found = Candidates(name);
        if (found.Count == 1)
        {
            return Access(found[0]);
        }

        if (found.Count > 1)
        {
            var names = string.Join(" and ", found.Select(symbol => $"'{symbol.Name}'"));
            context.Problems.ErrorWithAnswers(
                ProblemIds.ProviderMissing,
                ProblemTarget.Identifier(context.Subject),
                found.Select(static symbol => symbol.Name),
                context.Subject.Name,
                $"{names} both give an {Expected}: name one of them, Provider = nameof({found[0].Name})");
            return null;
        }

        ReportNone(attribute, name);
        return null;
    }

    /// <summary>What the wrapper reads of the primary constructor; of a tie, all that it could read.</summary>
    public IEnumerable<string> PrimaryConstructorParameters() => context.Attributes
        .SelectMany(attribute => Candidates(LockAttributeReader.Text(attribute, OptionNames.Provider)))
        .Where(static symbol => symbol.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor })
        .Select(static symbol => CSharpText.Name(symbol.Name))
        .Distinct();

    /// <remarks>Of a generic type the definition is asked: nothing of its arguments makes it a provider, and each of its constructions would list its interfaces anew.</remarks>
    public static bool IsProvider(ITypeSymbol type) => type.SpecialType == SpecialType.None
        && (type.IsProvider()
            || type.OriginalDefinition.AllInterfaces.Any(static candidate => candidate.IsProvider())
            || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsProvider)));

    private List<ISymbol> Candidates(string? name)
    {
        var found = new List<ISymbol>();
        foreach (var level in Levels())
        {
            foreach (var symbol in level)
            {
                if (name is null || symbol.Name == name)
                {
                    found.Add(symbol);
                }
            }

            if (found.Count > 0)
            {
                break;
            }
        }

        return found;
    }

    private IEnumerable<IEnumerable<ISymbol>> Levels()
    {
        var type = context.Type;
        var members = type.GetMembers();
        yield return members.Where(member => member is IFieldSymbol && IsUsable(member));
        yield return members.Where(member => member is IPropertySymbol && IsUsable(member));
        yield return InheritedMembers(type);
        yield return PrimaryConstructorParameters(type);
        yield return context.Method.Parameters.Where(parameter => parameter.RefKind != RefKind.Out && IsProvider(parameter.Type));
    }

    private IEnumerable<ISymbol> InheritedMembers(INamedTypeSymbol type)
    {
        if (type.BaseType is null or { SpecialType: SpecialType.System_Object })
        {
            yield break;
        }

        var seen = new HashSet<string>(type.MemberNames);
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers().Where(member => IsUsable(member) && context.CanAccess(member)))
            {
                if (seen.Add(member.Name))
                {
                    yield return member;
                }
            }
        }
    }

    private IEnumerable<ISymbol> PrimaryConstructorParameters(INamedTypeSymbol type)
    {
        // A record's parameter is not in scope of its methods; the property made from it is.
        if (context.Method.IsStatic || type.IsRecord)
        {
            return [];
        }

        var constructor = type.InstanceConstructors.FirstOrDefault(candidate => candidate.DeclaringSyntaxReferences.Any(
            reference => reference.GetSyntax(context.CancellationToken) is TypeDeclarationSyntax));
        return constructor is null ? [] : constructor.Parameters.Where(parameter => parameter.RefKind == RefKind.None
            && IsProvider(parameter.Type)
            && context.Method.Parameters.All(hiding => hiding.Name != parameter.Name)
            && !type.MemberNames.Contains(parameter.Name));
    }

    private bool IsUsable(ISymbol member) => !member.IsImplicitlyDeclared && (member.IsStatic || !context.Method.IsStatic) && member switch
    {
        IFieldSymbol field => IsProvider(field.Type),
        IPropertySymbol property => IsProvider(property.Type)
            && property is { GetMethod: { } getter, IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true }
            && context.CanAccess(getter),
        _ => false,
    };

    private string Access(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => context.Access(field),
        IPropertySymbol property => context.Access(property),
        _ => CSharpText.Name(symbol.Name),
    };

    private void ReportNone(AttributeData attribute, string? name)
    {
        var scope = context.Method.IsStatic ? "static " : string.Empty;
        if (name is null)
        {
            var instead = context.Method.IsStatic
                ? $"add a static field, or a parameter of type {Expected}"
                : $"add a primary-constructor parameter, a field or a property: class {context.Type.Name}({Expected} locks)";
            context.Problems.Error(
                ProblemIds.ProviderMissing,
                ProblemTarget.Identifier(context.Subject),
                context.Subject.Name,
                $"'{context.Type.Name}' has no {scope}field, property or parameter that implements {Expected}: {instead}");
            return;
        }

        context.Problems.Error(
            ProblemIds.ProviderMissing,
            ProblemTarget.Of(attribute, OptionNames.Provider),
            context.Subject.Name,
            $"'{name}' is no {scope}field, property or parameter in reach that implements {Expected}: write nameof of one that does");
    }
}
