using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Reads what a job class's constructor expects the container to give it as lock providers.</summary>
internal static class JobProviderNeeds
{
    public static IEnumerable<JobProviderNeed> Of(MethodContext context)
    {
        var constructors = context.Type.InstanceConstructors.Where(static candidate => !candidate.IsImplicitlyDeclared).ToList();
        var constructor = constructors.FirstOrDefault(IsMarked) ?? constructors.OrderByDescending(static candidate => candidate.Parameters.Length).FirstOrDefault();
        if (constructor is null)
        {
            yield break;
        }

        foreach (var parameter in constructor.Parameters.Where(static parameter => !parameter.HasExplicitDefaultValue && parameter.Type is INamedTypeSymbol && ProviderFinder.IsProvider(parameter.Type)))
        {
            var keyed = parameter.GetAttributes().FirstOrDefault(static attribute =>
                attribute.AttributeClass.Is("Microsoft.Extensions.DependencyInjection", "FromKeyedServicesAttribute", 0));
            var key = keyed?.ConstructorArguments.Length == 1 ? KeyOf(keyed.ConstructorArguments[0]) : null;
            if ((keyed is null || key is not null) && context.Compilation.IsSymbolAccessibleWithin(parameter.Type, context.Compilation.Assembly))
            {
                yield return new JobProviderNeed(CSharpText.Readable(context.Type), CSharpText.Type(parameter.Type.WithNullableAnnotation(NullableAnnotation.None)), key);
            }
        }
    }

    private static bool IsMarked(IMethodSymbol constructor) => constructor.GetAttributes().Any(static attribute =>
        attribute.AttributeClass.Is("Microsoft.Extensions.DependencyInjection", "ActivatorUtilitiesConstructorAttribute", 0));

    /// <returns><see langword="null"/> for a key that is not checked: one of a kind that nobody names services by.</returns>
    private static string? KeyOf(TypedConstant key) => key switch
    {
        { Kind: TypedConstantKind.Primitive, Value: string text } => CSharpText.Literal(text),
        { Kind: TypedConstantKind.Primitive, Value: int number } => FormattableString.Invariant($"{number}"),
        { Kind: TypedConstantKind.Enum, Type: { } type, Value: { } value } => FormattableString.Invariant($"({CSharpText.Type(type)}){value}"),
        _ => null,
    };
}
