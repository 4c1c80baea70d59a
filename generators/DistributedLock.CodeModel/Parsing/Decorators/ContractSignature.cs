using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>Reads how a decorator declares what an interface declares. The interface may be in another assembly, so there is no source to look at.</summary>
internal static class ContractSignature
{
    // RefKind.RefReadOnlyParameter, which the API of the oldest compiler that loads this assembly does not name.
    private const int RefReadOnlyParameter = 4;

    /// <param name="context">The interface.</param>
    /// <param name="method">Its method.</param>
    /// <param name="streamToken">The token of an asynchronous iterator, which has to say that it is one; <see langword="null"/> for everything else.</param>
    public static MethodSignature Of(DecoratorContext context, IMethodSymbol method, IParameterSymbol? streamToken)
    {
        context.Warnings.Visit(method);
        var isExplicit = context.IsExplicit(method);
        var returnType = RefModifier(method.ReturnsByRef, method.ReturnsByRefReadonly) + CSharpText.Type(method.ReturnType);
        var parameters = Parameters(method.Parameters, isExplicit, streamToken);
        return new MethodSignature(
            Modifiers(method, isExplicit, returnType, parameters).ToEquatableArray(),
            returnType,
            context.Qualifier(method) + CSharpText.Name(method.Name),
            SignatureReader.TypeParameters(method),
            parameters,
            method.TypeParameters.Select(parameter => isExplicit ? OfExplicit(parameter) : ConstraintText.Of(parameter, context.Compilation)).OfType<string>().ToEquatableArray(),
            default);
    }

    /// <summary>All before the accessors.</summary>
    public static string Of(DecoratorContext context, IPropertySymbol property)
    {
        context.Warnings.AddMember(property);
        context.Warnings.Visit(property.Type);
        var isExplicit = context.IsExplicit(property);
        var type = RefModifier(property.ReturnsByRef, property.ReturnsByRefReadonly) + CSharpText.Type(property.Type);
        var parameters = Parameters(property.Parameters, isExplicit, streamToken: null);
        var name = property.IsIndexer ? $"this[{string.Join(", ", parameters.Select(static parameter => parameter.Text(withDefault: true)))}]" : CSharpText.Name(property.Name);
        return string.Join(" ", Modifiers(property, isExplicit, type, parameters).Concat([type, context.Qualifier(property) + name]));
    }

    /// <summary>All before the accessors.</summary>
    public static string Of(DecoratorContext context, IEventSymbol happening)
    {
        context.Warnings.AddMember(happening);
        context.Warnings.Visit(happening.Type);
        var type = CSharpText.Type(happening.Type);
        return string.Join(" ", Modifiers(happening, context.IsExplicit(happening), type, default).Concat(["event", type, context.Qualifier(happening) + CSharpText.Name(happening.Name)]));
    }

    private static IEnumerable<string> Modifiers(ISymbol member, bool isExplicit, string type, EquatableArray<ParameterModel> parameters)
    {
        // Only what is obsolete itself may call what is an error to call.
        if (member.GetAttributes().Any(WellKnownTypes.IsObsoleteError))
        {
            yield return "[global::System.Obsolete]";
        }

        if (!isExplicit)
        {
            yield return "public";
        }

        // Only pointers are written with an asterisk.
        if (type.Contains('*') || parameters.Any(static parameter => parameter.Type.Contains('*')))
        {
            yield return "unsafe";
        }
    }

    private static EquatableArray<ParameterModel> Parameters(IReadOnlyList<IParameterSymbol> parameters, bool isExplicit, IParameterSymbol? streamToken)
    {
        var models = new ParameterModel[parameters.Count];
        var canBeOptional = !isExplicit;
        for (var index = parameters.Count - 1; index >= 0; index--)
        {
            // Where a default value cannot be written, those before it cannot be either.
            var parameter = parameters[index];
            var value = canBeOptional ? DefaultValueText.Of(parameter) : null;
            canBeOptional &= value is not null || parameter.IsParams;
            models[index] = new ParameterModel(
                SymbolEqualityComparer.Default.Equals(parameter, streamToken) ? SignatureReader.EnumeratorCancellation : string.Empty,
                Modifiers(parameter, isExplicit),
                CSharpText.Type(parameter.Type),
                CSharpText.Name(parameter.Name),
                value ?? string.Empty);
        }

        return models.ToEquatableArray();
    }

    private static string Modifiers(IParameterSymbol parameter, bool isExplicit)
    {
        if (parameter.IsParams)
        {
            return isExplicit ? string.Empty : "params";
        }

        var passing = parameter.RefKind switch
        {
            RefKind.None => string.Empty,
            RefKind.Ref => "ref",
            RefKind.Out => "out",
            _ => (int)parameter.RefKind == RefReadOnlyParameter ? "ref readonly" : "in",
        };
        return parameter.ScopedKind == ScopedKind.None || parameter.RefKind == RefKind.Out ? passing : $"scoped {passing}".TrimEnd();
    }

    /// <summary>C# lets an explicit implementation inherit its constraints, and asks only how <c>T?</c> is to be understood.</summary>
    private static string? OfExplicit(ITypeParameterSymbol parameter) => parameter switch
    {
        { HasValueTypeConstraint: true } => null,
        { IsReferenceType: true } => $"where {CSharpText.Name(parameter.Name)} : class",
        _ => $"where {CSharpText.Name(parameter.Name)} : default",
    };

    private static string RefModifier(bool byRef, bool byReadOnlyRef) => byRef ? "ref " : byReadOnlyRef ? "ref readonly " : string.Empty;
}
