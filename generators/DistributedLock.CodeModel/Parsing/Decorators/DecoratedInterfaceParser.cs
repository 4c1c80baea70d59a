using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Decorators;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>Reads an interface that declares or inherits locked methods.</summary>
public static class DecoratedInterfaceParser
{
    /// <summary>The methods of an interface's own that carry the attribute.</summary>
    public static IEnumerable<IMethodSymbol> OwnLockedMethods(INamedTypeSymbol contract) => contract.GetMembers().OfType<IMethodSymbol>().Where(DecoratorContext.IsLocked);

    /// <param name="contract">An interface of this compilation.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static DecoratedInterfaceParse Parse(INamedTypeSymbol contract, Compilation compilation, CancellationToken cancellationToken)
    {
        if (!InheritsLocks(contract))
        {
            return DecoratedInterfaceParse.Nothing;
        }

        var context = new DecoratorContext(contract, compilation, cancellationToken);
        if (!context.HasLocks)
        {
            return DecoratedInterfaceParse.Nothing;
        }

        DecoratorRules.Check(context);
        var members = context.Members.Select(member => Read(context, member)).ToList();
        var isComplete = !context.Problems.HasErrors && !members.Contains(null) && !IsRepetition(contract);
        return new DecoratedInterfaceParse(isComplete ? Model(context, members.Select(static member => member!)) : null, context.Problems.ToImmutable());
    }

    private static bool InheritsLocks(INamedTypeSymbol contract) =>
        contract.TypeKind == TypeKind.Interface && (OwnLockedMethods(contract).Any() || contract.AllInterfaces.Any(static type => OwnLockedMethods(type).Any()));

    /// <summary>Whether the same interface stands before, in a type of the same name and another kind: two files of one name would make the generator fail as a whole.</summary>
    private static bool IsRepetition(INamedTypeSymbol contract) =>
        !SymbolEqualityComparer.Default.Equals(LockedMethodParser.SameNamed(contract).FirstOrDefault(static type => type.TypeKind == TypeKind.Interface), contract);

    private static DecoratedInterface Model(DecoratorContext context, IEnumerable<DecoratorMember> members)
    {
        var contract = context.Contract;
        var outer = contract.ContainingType is { } containing ? DeclarationRules.ContainingTypes(containing).Reverse() : [];
        return new DecoratedInterface(
            MemberNaming.DecoratorFileName(contract),
            CSharpText.Namespace(contract.ContainingNamespace),
            outer.Select(static type => new ContainingType(SignatureReader.Header(type))).ToEquatableArray(),
            AccessibilityOf(contract),
            context.Name,
            CSharpText.Type(contract),
            SignatureReader.TypeParameters(contract.TypeParameters),
            contract.TypeParameters.Select(parameter => ConstraintText.Of(parameter, context.Compilation)).OfType<string>().ToEquatableArray(),
            context.Inner,
            context.Locks,
            members.ToEquatableArray(),
            RegistrationReader.Read(context),
            context.Warnings.Ids);
    }

    /// <returns><see langword="null"/> for a locked method with an error.</returns>
    private static DecoratorMember? Read(DecoratorContext context, ISymbol member)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        switch (member)
        {
            case IMethodSymbol method when DecoratorContext.IsLocked(method):
                return ReadLocked(context, method);
            case IMethodSymbol method:
                var arguments = string.Join(", ", method.Parameters.Select(BodyMatcher.Argument));
                var reference = method.ReturnsByRef || method.ReturnsByRefReadonly ? "ref " : string.Empty;
                return new ForwardedMethod(
                    ContractSignature.Of(context, method, streamToken: null),
                    $"{reference}{context.Access(method)}{SignatureReader.TypeParameters(method)}({arguments})");
            case IPropertySymbol property:
                return Read(context, property);
            default:
                return new ForwardedEvent(ContractSignature.Of(context, (IEventSymbol)member), context.Access(member));
        }
    }

    private static ForwardedProperty Read(DecoratorContext context, IPropertySymbol property)
    {
        var target = context.Access(property);
        return new ForwardedProperty(
            ContractSignature.Of(context, property),
            property.IsIndexer ? $"{target}[{string.Join(", ", property.Parameters.Select(BodyMatcher.Argument))}]" : target,
            property.ReturnsByRef || property.ReturnsByRefReadonly,
            property.GetMethod is not null,
            property.SetMethod is not { } setter ? SetterForm.None : setter.IsInitOnly ? SetterForm.Init : SetterForm.Set);
    }

    private static LockedMember? ReadLocked(DecoratorContext context, IMethodSymbol method)
    {
        var parse = LockedMethodParser.Parse(method, context);
        if (parse.Method is { } model)
        {
            return new LockedMember(model, context.IsInherited(method));
        }

        // What is wrong in this compilation is reported there.
        if (!SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, context.Compilation.Assembly))
        {
            context.Problems.Error(
                ProblemIds.Unsupported,
                ProblemTarget.Identifier(context.Contract),
                context.Contract.Name,
                $"the declaration of the lock of '{method.ContainingType.Name}.{method.Name}', in {method.ContainingAssembly.Name}, has an error: mend it there");
        }

        return null;
    }

    /// <summary>No more visible than the interface, and never visible to other assemblies: what is generated is nobody's contract.</summary>
    private static string AccessibilityOf(INamedTypeSymbol contract) => contract.DeclaredAccessibility switch
    {
        Accessibility.Private => "private",
        Accessibility.Protected or Accessibility.ProtectedAndInternal => "private protected",
        _ => "internal",
    };
}
