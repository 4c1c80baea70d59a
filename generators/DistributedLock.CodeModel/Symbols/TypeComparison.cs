using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Symbols;

/// <summary>Whether a value of one declaration fits another that must name the same type.</summary>
public static class TypeComparison
{
    /// <summary>The same type, with tuple names and <c>dynamic</c>; a nullable value does not flow to where none is expected.</summary>
    public static bool Fits(ITypeSymbol value, ITypeSymbol expected)
    {
        if (value.TypeKind == TypeKind.Error || expected.TypeKind == TypeKind.Error)
        {
            // A type that another generator writes is not there yet: its name is all there is to compare.
            return value.Name == expected.Name;
        }

        return SymbolEqualityComparer.Default.Equals(value, expected)
            && !(IsAnnotated(value) && IsNotAnnotated(expected))
            && HasSameAnnotationsInside(value, expected);
    }

    private static bool HasSameAnnotationsInside(ITypeSymbol left, ITypeSymbol right) => (left, right) switch
    {
        (IArrayTypeSymbol leftArray, IArrayTypeSymbol rightArray) => HasSameAnnotations(leftArray.ElementType, rightArray.ElementType),
        (INamedTypeSymbol leftNamed, INamedTypeSymbol rightNamed) => leftNamed.TypeArguments.Zip(rightNamed.TypeArguments, HasSameAnnotations).All(same => same),
        _ => true,
    };

    private static bool HasSameAnnotations(ITypeSymbol left, ITypeSymbol right) =>
        !(IsAnnotated(left) && IsNotAnnotated(right))
        && !(IsNotAnnotated(left) && IsAnnotated(right))
        && HasSameAnnotationsInside(left, right);

    private static bool IsAnnotated(ITypeSymbol type) => !type.IsValueType && type.NullableAnnotation == NullableAnnotation.Annotated;

    private static bool IsNotAnnotated(ITypeSymbol type) => !type.IsValueType && type.NullableAnnotation == NullableAnnotation.NotAnnotated;
}
