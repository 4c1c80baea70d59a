using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>The constraints of a type parameter as a <c>where</c> clause.</summary>
internal static class ConstraintText
{
    /// <summary>All constraints.</summary>
    /// <returns><see langword="null"/> for none.</returns>
    public static string? Of(ITypeParameterSymbol parameter, MethodDeclarationSyntax? syntax) =>
        // The API of the oldest compiler that loads this assembly does not know the constraint, but its text is there.
        Of(parameter, Written(parameter, syntax).Where(text => text.StartsWith("allows ", StringComparison.Ordinal)));

    /// <summary>All constraints of a type parameter whose declaration may be in another assembly.</summary>
    /// <returns><see langword="null"/> for none.</returns>
    public static string? Of(ITypeParameterSymbol parameter, Compilation compilation) => Of(parameter, AllowsRefStruct(parameter, compilation) ? ["allows ref struct"] : []);

    /// <summary>Whether a type argument may be a ref struct: the only type parameters that are no objects.</summary>
    public static bool AllowsRefStruct(ITypeParameterSymbol parameter, Compilation compilation) => !compilation.ClassifyCommonConversion(parameter, compilation.ObjectType).Exists;

    private static string? Of(ITypeParameterSymbol parameter, IEnumerable<string> allowed)
    {
        var constraints = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            constraints.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            constraints.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            constraints.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            constraints.Add("notnull");
        }

        constraints.AddRange(parameter.ConstraintTypes.Select(CSharpText.Type));
        if (parameter is { HasConstructorConstraint: true, HasValueTypeConstraint: false })
        {
            constraints.Add("new()");
        }

        constraints.AddRange(allowed);
        return Clause(parameter, constraints);
    }

    /// <summary>The constraints that C# lets an override repeat: the others are inherited.</summary>
    /// <returns><see langword="null"/> for none.</returns>
    public static string? OfOverride(ITypeParameterSymbol parameter, MethodDeclarationSyntax? syntax) =>
        Clause(parameter, Written(parameter, syntax).Where(text => text is "class" or "struct" or "default").ToList());

    private static string? Clause(ITypeParameterSymbol parameter, List<string> constraints) =>
        constraints.Count == 0 ? null : $"where {CSharpText.Name(parameter.Name)} : {string.Join(", ", constraints)}";

    private static IEnumerable<string> Written(ITypeParameterSymbol parameter, MethodDeclarationSyntax? syntax) => syntax is null
        ? []
        : syntax.ConstraintClauses.Where(clause => clause.Name.Identifier.ValueText == parameter.Name)
            .SelectMany(clause => clause.Constraints)
            .Select(constraint => constraint.ToString());
}
