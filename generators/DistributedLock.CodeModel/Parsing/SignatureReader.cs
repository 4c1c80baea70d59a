using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Reads what the implementing part repeats: C# wants both parts of a partial method to agree, down to tuple names and modifiers.</summary>
internal static class SignatureReader
{
    public const string EnumeratorCancellation = "[global::System.Runtime.CompilerServices.EnumeratorCancellation]";

    /// <param name="context">The method.</param>
    /// <param name="streamToken">The token of an asynchronous iterator, which has to say that it is one; <see langword="null"/> for everything else.</param>
    public static MethodSignature Read(MethodContext context, IParameterSymbol? streamToken)
    {
        var method = context.Method;
        var syntax = context.Syntax!;
        context.Warnings.Visit(method);
        return new MethodSignature(
            syntax.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.PartialKeyword) && !modifier.IsKind(SyntaxKind.AsyncKeyword))
                .Select(modifier => modifier.Text)
                .ToEquatableArray(),
            RefModifier(method) + CSharpText.Type(method.ReturnType),
            CSharpText.Name(method.Name),
            TypeParameters(method),
            method.Parameters.Select((parameter, index) => Parameter(parameter, syntax.ParameterList.Parameters[index], streamToken)).ToEquatableArray(),
            method.TypeParameters
                .Select(parameter => method.IsOverride ? ConstraintText.OfOverride(parameter, syntax) : ConstraintText.Of(parameter, syntax))
                .OfType<string>()
                .ToEquatableArray(),
            context.Warnings.Ids);
    }

    public static EquatableArray<ContainingType> ReadTypes(MethodContext context, bool isSynchronous)
    {
        var types = new Stack<ContainingType>();

        // Modifiers of a type need not be repeated, but 'unsafe' counts for the text of one part only; nothing can be awaited in it.
        var isUnsafe = isSynchronous
            && context.Syntax!.Ancestors().OfType<TypeDeclarationSyntax>().Any(type => type.Modifiers.Any(SyntaxKind.UnsafeKeyword));
        for (INamedTypeSymbol? type = context.Type; type is not null; type = type.ContainingType)
        {
            var unsafeModifier = isUnsafe && types.Count == 0 ? "unsafe " : string.Empty;
            types.Push(new ContainingType(unsafeModifier + Header(type)));
        }

        return types.ToEquatableArray();
    }

    /// <summary>The first line of another part of a type.</summary>
    public static string Header(INamedTypeSymbol type) => $"partial {Keyword(type)} {CSharpText.Name(type.Name)}{TypeParameters(type.TypeParameters)}";

    public static string TypeParameters(IMethodSymbol method) => TypeParameters(method.TypeParameters);

    public static string TypeParameters(IEnumerable<ITypeParameterSymbol> parameters)
    {
        var names = string.Join(", ", parameters.Select(parameter => CSharpText.Name(parameter.Name)));
        return names.Length == 0 ? string.Empty : $"<{names}>";
    }

    private static ParameterModel Parameter(IParameterSymbol parameter, ParameterSyntax syntax, IParameterSymbol? streamToken)
    {
        var needsAttribute = SymbolEqualityComparer.Default.Equals(parameter, streamToken)
            && !ParameterRoles.IsEnumeratorToken(parameter);
        return new ParameterModel(
            needsAttribute ? EnumeratorCancellation : string.Empty,
            string.Join(" ", syntax.Modifiers.Select(modifier => modifier.Text)),
            CSharpText.Type(parameter.Type),
            CSharpText.Name(parameter.Name),
            parameter.HasExplicitDefaultValue ? "default!" : string.Empty);
    }

    private static string RefModifier(IMethodSymbol method) =>
        method.ReturnsByRef ? "ref " : method.ReturnsByRefReadonly ? "ref readonly " : string.Empty;

    private static string Keyword(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Interface => "interface",
        TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
        _ => type.IsRecord ? "record" : "class",
    };
}
