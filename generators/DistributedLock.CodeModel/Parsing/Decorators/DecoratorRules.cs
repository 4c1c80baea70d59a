using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>Whether a decorator can be written for an interface with locked methods.</summary>
internal static class DecoratorRules
{
    public static void Check(DecoratorContext context)
    {
        var contract = context.Contract;
        if (ReasonAgainst(context) is { } reason)
        {
            context.Problems.Error(ProblemIds.Unsupported, ProblemTarget.Identifier(contract), contract.Name, reason);
        }

        if (contract.ContainingType is { } outer)
        {
            foreach (var type in DeclarationRules.ContainingTypes(outer).Where(type => !DeclarationRules.IsPartial(type, context.CancellationToken)))
            {
                context.Problems.Error(ProblemIds.TypeNotPartial, ProblemTarget.Identifier(type), type.Name, context.Name);
            }
        }
    }

    private static string? ReasonAgainst(DecoratorContext context)
    {
        var contract = context.Contract;
        if (context.Compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp9 })
        {
            return "its decorator needs C# 9: set <LangVersion> to 9.0 or higher";
        }

        if (DeclarationRules.ContainingTypes(contract).Any(static type => type.IsFileLocal))
        {
            return "it is local to the file, so no other file can hold its decorator: remove the modifier 'file'";
        }

        if (DeclarationRules.ContainingTypes(contract).FirstOrDefault(static type => type.GetAttributes().Any(WellKnownTypes.IsObsoleteError)) is { } gone)
        {
            return $"'{gone.Name}' is obsolete as an error, so its decorator could not name it either: remove the lock, or make it a warning";
        }

        var member = contract.AllInterfaces.Insert(0, contract).SelectMany(static type => type.GetMembers()).FirstOrDefault(static member => member is { IsStatic: true, IsAbstract: true });
        return member is not null
            ? $"its member '{member.Name}' is static and abstract, which a decorator has no service to pass on to: move it into an interface of its own"
            : context.Members.Select(forwarded => ReasonAgainst(context, forwarded)).FirstOrDefault(static found => found is not null) ?? ReasonAgainstName(context);
    }

    private static string? ReasonAgainst(DecoratorContext context, ISymbol member)
    {
        if (!Accessors(member).All(context.IsCallable))
        {
            return $"its member '{member.Name}' cannot be called from outside, so a decorator cannot pass it on: make it public";
        }

        return member is IMethodSymbol { IsVararg: true } ? $"its method '{member.Name}' has an __arglist, which cannot be passed on: take an array" : null;
    }

    private static string? ReasonAgainstName(DecoratorContext context)
    {
        var contract = context.Contract;
        var file = MemberNaming.DecoratorFileName(contract);
        var taken = DecoratorName.Container(contract).GetMembers(context.Name).FirstOrDefault(member =>
            (member is not INamedTypeSymbol type || type.Arity == contract.Arity)
            && !member.Locations.All(location => location.SourceTree?.FilePath.EndsWith(file, StringComparison.Ordinal) == true));
        if (taken is not null)
        {
            return $"its decorator is called '{context.Name}', and there is something of that name already: rename one of the two";
        }

        if (contract.TypeParameters.Any(parameter => parameter.Name == context.Name))
        {
            return $"its decorator is called '{context.Name}', as one of its type parameters is: rename that";
        }

        if (contract.ContainingType is { } outer && outer.Name == context.Name)
        {
            return $"its decorator is called '{context.Name}', as the type around it is: rename one of the two";
        }

        // Of the two, the one without an I gives way.
        return !contract.Name.StartsWith("I", StringComparison.Ordinal)
            && DecoratorName.Namesake(contract) is { } namesake
            && new DecoratorContext(namesake, context.Compilation, context.CancellationToken).HasLocks
            ? $"its decorator is called '{context.Name}', as that of '{namesake.Name}' is: rename one of the two"
            : null;
    }

    private static IEnumerable<ISymbol> Accessors(ISymbol member) => member is IPropertySymbol property
        ? new ISymbol?[] { property.GetMethod, property.SetMethod }.OfType<ISymbol>()
        : [member];
}
