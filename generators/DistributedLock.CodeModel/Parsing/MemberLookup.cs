using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>The fields and properties that a placeholder can read.</summary>
internal sealed class MemberLookup(MethodContext context)
{
    public ISymbol? Find(ITypeSymbol type, string name) => Readable(type).FirstOrDefault(member => member.Name == name);

    /// <summary>All of them, the most derived first.</summary>
    public IEnumerable<ISymbol> Readable(ITypeSymbol type) => SelfAndBases(type).SelectMany(current => current.GetMembers()).Where(IsReadable);

    /// <summary>What looks a value up by a text, as dictionaries do.</summary>
    public IPropertySymbol? IndexerByText(ITypeSymbol type) => SelfAndBases(type).SelectMany(static current => current.GetMembers()).OfType<IPropertySymbol>()
        .FirstOrDefault(member => member is { IsIndexer: true, IsStatic: false, RefKind: RefKind.None, GetMethod: { } getter, Parameters.Length: 1 }
            && member.Parameters[0].Type.SpecialType == SpecialType.System_String
            && context.CanAccess(getter));

    /// <summary>Whether the type says what is in it without throwing; only where it does so for one type of values, or the choice would be the compiler's.</summary>
    public static bool IsDictionary(ITypeSymbol type, ITypeSymbol valueType)
    {
        var dictionaries = type.AllInterfaces.Concat(type is INamedTypeSymbol named ? [named] : []).Where(static candidate => candidate.Is("System.Collections.Generic", "IReadOnlyDictionary", 2)).ToList();
        return dictionaries.Count == 1
            && dictionaries[0].TypeArguments[0].SpecialType == SpecialType.System_String
            && SymbolEqualityComparer.Default.Equals(dictionaries[0].TypeArguments[1], valueType)
            && (valueType.IsReferenceType || (valueType.IsValueType && ReferenceEquals(TextCategory.Underlying(valueType), valueType)));
    }

    public static ITypeSymbol TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;

    /// <summary>What to write instead of a placeholder whose type has no text: members that have one.</summary>
    public IReadOnlyList<string> WithText(ITypeSymbol type, string placeholder) => Readable(type)
        .Where(member => !member.IsStatic && member.DeclaredAccessibility == Accessibility.Public && TextCategory.Of(TypeOf(member)) is not null)
        .Select(member => $"{{{placeholder}.{member.Name}}}")
        .Distinct()
        .Take(3)
        .ToList();

    private bool IsReadable(ISymbol member) => member.CanBeReferencedByName && member switch
    {
        IFieldSymbol => context.CanAccess(member),
        IPropertySymbol { IsIndexer: false, GetMethod: { } getter } => context.CanAccess(getter),
        _ => false,
    };

    private static IEnumerable<ITypeSymbol> SelfAndBases(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.SelectMany(SelfAndBases);
        }

        return type.TypeKind == TypeKind.Interface ? new[] { type }.Concat(type.AllInterfaces) : Bases(type);
    }

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }
}
