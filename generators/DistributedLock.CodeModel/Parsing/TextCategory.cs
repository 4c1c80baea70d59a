using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.CodeModel.Templates;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Which types have one stable text, and which of the key writer's methods writes it.</summary>
internal static class TextCategory
{
    /// <returns><see langword="null"/> for a type without a stable text.</returns>
    public static KeyWriterMethod? Of(ITypeSymbol type)
    {
        type = Underlying(type);
        return type switch
        {
            { SpecialType: SpecialType.System_String } => KeyWriterMethod.Text,
            { SpecialType: SpecialType.System_Char } => KeyWriterMethod.Character,
            { SpecialType: SpecialType.System_Boolean } => KeyWriterMethod.Boolean,
            { TypeKind: TypeKind.Enum } => KeyWriterMethod.Enumeration,
            { IsRefLikeType: true } or { IsTupleType: true } => null,
            ITypeParameterSymbol parameter => OfParameter(parameter),
            _ when IsFormattable(type) => KeyWriterMethod.Formatted,
            _ when HasOwnText(type) => KeyWriterMethod.Object,
            _ => null,
        };
    }

    /// <summary>Whether a format means something to the type.</summary>
    public static bool TakesFormat(ITypeSymbol type)
    {
        type = Underlying(type);
        return type.TypeKind == TypeKind.Enum || (Of(type) == KeyWriterMethod.Formatted);
    }

    /// <summary>What is wrong with a format for the type; <see langword="null"/> where nothing is, or nothing is known of the type.</summary>
    public static string? ProblemOf(ITypeSymbol type, string format)
    {
        type = Underlying(type);
        return type.TypeKind == TypeKind.Enum ? KeyFormat.ProblemOf(type: null, format)
            : type is { ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } ? KeyFormat.ProblemOf(type.MetadataName, format)
            : null;
    }

    /// <summary>The type of the value in a <c>Nullable&lt;T&gt;</c>, or the type itself.</summary>
    public static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    /// <summary>The element type of a collection placeholder; <see langword="null"/> when the type is no collection, or several at once.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            return array.ElementType;
        }

        var interfaces = type is ITypeParameterSymbol parameter ? parameter.ConstraintTypes.SelectMany(Interfaces) : Interfaces(type);
        var collections = interfaces.Where(candidate => candidate.IsReadOnlyCollection()).Distinct(SymbolEqualityComparer.Default).ToList();
        return collections.Count == 1 ? ((INamedTypeSymbol)collections[0]!).TypeArguments[0] : null;
    }

    private static IEnumerable<ITypeSymbol> Interfaces(ITypeSymbol type) => type.AllInterfaces.Cast<ITypeSymbol>().Concat([type]);

    private static KeyWriterMethod? OfParameter(ITypeParameterSymbol parameter)
    {
        foreach (var constraint in parameter.ConstraintTypes)
        {
            if (constraint.SpecialType == SpecialType.System_Enum)
            {
                return parameter.HasValueTypeConstraint ? KeyWriterMethod.Enumeration : KeyWriterMethod.Formatted;
            }

            if (IsFormattable(constraint))
            {
                return KeyWriterMethod.Formatted;
            }
        }

        return parameter.ConstraintTypes.Any(HasOwnText) ? KeyWriterMethod.Object : null;
    }

    private static bool IsFormattable(ITypeSymbol type) => type.IsFormattable()
        || type.OriginalDefinition.AllInterfaces.Any(static candidate => candidate.IsFormattable())
        || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsFormattable));

    /// <summary>Whether somebody has written a <c>ToString</c> for the type: neither the one that prints a type's name, nor a record's, which prints every member.</summary>
    private static bool HasOwnText(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum)
            {
                return false;
            }

            var own = current.GetMembers("ToString").OfType<IMethodSymbol>().FirstOrDefault(method => method is { IsOverride: true, Parameters.IsEmpty: true });
            if (own is not null)
            {
                return !own.IsImplicitlyDeclared && !own.GetAttributes().Any(attribute =>
                    attribute.AttributeClass.Is("System.Runtime.CompilerServices", "CompilerGeneratedAttribute", 0));
            }
        }

        return false;
    }
}
