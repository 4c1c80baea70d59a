using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Whether one type parameter can stand for another.</summary>
internal static class ConstraintComparison
{
    public static bool IsMet(ITypeParameterSymbol required, ITypeParameterSymbol given) =>
        (!required.HasValueTypeConstraint || given.HasValueTypeConstraint)
        && (!required.HasUnmanagedTypeConstraint || given.HasUnmanagedTypeConstraint)
        && (!required.HasReferenceTypeConstraint || given.IsReferenceType)
        && (!required.HasConstructorConstraint || given.HasConstructorConstraint || given.HasValueTypeConstraint)
        && (!required.HasNotNullConstraint || given.HasNotNullConstraint || given.HasValueTypeConstraint || given.HasReferenceTypeConstraint)
        && required.ConstraintTypes.All(type => given.ConstraintTypes.Any(own => CSharpText.Type(own) == CSharpText.Type(type)));
}
