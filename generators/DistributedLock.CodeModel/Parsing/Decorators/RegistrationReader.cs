using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Decorators;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>Reads how a container is told to decorate an interface.</summary>
internal static class RegistrationReader
{
    private const string ServiceCollection = "Microsoft.Extensions.DependencyInjection.IServiceCollection";

    /// <returns><see langword="null"/> where there is no container, or where no registration can name the interface.</returns>
    public static DecoratorRegistration? Read(DecoratorContext context)
    {
        var contract = context.Contract;
        var types = DeclarationRules.ContainingTypes(contract).Reverse().ToList();
        var parameters = types.SelectMany(static type => type.TypeParameters).ToList();
        if (context.Compilation.GetTypesByMetadataName(ServiceCollection).IsEmpty
            || !types.All(static type => type.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)
            || parameters.GroupBy(static parameter => parameter.Name).Any(static same => same.Count() > 1))
        {
            return null;
        }

        // Extension methods cannot be nested, so the names of the types around the interface go into theirs.
        var name = string.Concat(types.Take(types.Count - 1).Select(static type => type.Name)) + context.Name;
        var decorator = CSharpText.Beside(contract, context.Name, isOpen: false);
        return new DecoratorRegistration(
            ClassName(contract, [.. types.Take(types.Count - 1).Select(static type => type.Name), context.Name, .. parameters.Select(static parameter => parameter.Name)]),
            "DecorateWith" + name,
            "DecorateWithOpen" + name,
            SignatureReader.TypeParameters(parameters),
            parameters.Select(parameter => ConstraintText.Of(parameter, context.Compilation)).OfType<string>().ToEquatableArray(),
            decorator,
            parameters.Count == 0 ? null : CSharpText.Beside(contract, CSharpText.Name(contract.Name), isOpen: true),
            parameters.Count == 0 ? null : CSharpText.Beside(contract, context.Name, isOpen: true));
    }

    /// <summary>Nobody writes it, so it may be long where a short one could be that of another interface.</summary>
    private static string ClassName(INamedTypeSymbol contract, IReadOnlyList<string> names) => MemberNaming.Joined(contract, names) + "ServiceCollectionExtensions";
}
