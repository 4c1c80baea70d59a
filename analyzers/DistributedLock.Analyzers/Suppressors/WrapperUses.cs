using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;

namespace DistributedLock.Analyzers.Suppressors;

/// <summary>What the wrappers of a type use, whether they have been generated yet or not.</summary>
internal sealed class WrapperUses(Compilation compilation, CancellationToken cancellationToken)
{
    private readonly LockedMethods _locked = LockedMethods.Of(compilation);

    /// <summary>Whether a wrapper calls this as its core or its fallback.</summary>
    public bool IsCalled(IMethodSymbol method) => WrapperOf(method) is not null;

    public bool IsCalledByAsynchronous(IMethodSymbol method) =>
        WrapperOf(method) is { } wrapper && (wrapper.ReturnType.IsPlainTask() || wrapper.ReturnType.IsTaskOfT() || wrapper.ReturnType.IsAsyncEnumerable());

    /// <summary>Whether a wrapper passes one of its own parameters here. A token or a handle it offers only.</summary>
    public bool IsPassed(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || WrapperOf(method) is not { } wrapper)
        {
            return false;
        }

        if (_locked.Parse(wrapper, cancellationToken).Method is not { } model)
        {
            // A mistake elsewhere keeps the wrapper from being written; the signature was found to be right.
            return !parameter.Type.IsCancellationToken() && !parameter.Type.IsHandle() && !parameter.Type.IsHandleList();
        }

        var call = _locked.WrapperOf(method, cancellationToken) is not null ? model.Core : model.Fallback;
        return call is not null && parameter.Ordinal < call.Arguments.Count && call.Arguments[parameter.Ordinal].Kind == BodyArgumentKind.Parameter;
    }

    /// <summary>Whether a wrapper takes its lock from this field, property or primary-constructor parameter, or puts it into its key.</summary>
    public bool IsRead(ISymbol member)
    {
        var type = member switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter => parameter.Type,
            _ => null,
        };
        return type is not null && LockedMethodsOf(member.ContainingType).Any(locked => IsProvider(type) || AttributesOf(locked).Any(attribute => Names(attribute, member.Name)));
    }

    private IMethodSymbol? WrapperOf(IMethodSymbol method) =>
        _locked.WrapperOf(method, cancellationToken)
        ?? LockedMethodsOf(method.ContainingType).FirstOrDefault(locked => AttributesOf(locked).Any(attribute => LockAttributeReader.Text(attribute, OptionNames.Fallback) == method.Name));

    private static IEnumerable<IMethodSymbol> LockedMethodsOf(INamedTypeSymbol? type) =>
        type is null ? [] : type.GetMembers().OfType<IMethodSymbol>().Where(LockSymbols.IsLockedMethod);

    private static IEnumerable<AttributeData> AttributesOf(IMethodSymbol locked) =>
        MethodParts.Speaker(locked).GetAttributes().Where(static attribute => attribute.AttributeClass.IsLockAttribute());

    private static bool Names(AttributeData attribute, string member) =>
        LockAttributeReader.Text(attribute, OptionNames.Provider) == member
        || (LockAttributeReader.Key(attribute) is { } template && KeyTemplateParser.Parse(template).Placeholders
            .Any(placeholder => placeholder.IsThis && placeholder.Path.Count > 1 && placeholder.Path[1] == member));

    private static bool IsProvider(ITypeSymbol type) => type.IsProvider() || type.AllInterfaces.Any(static candidate => candidate.IsProvider());
}
