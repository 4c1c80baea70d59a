using System.Collections.Immutable;
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
            Modifiers(syntax),
            RefModifier(method) + CSharpText.Type(method.ReturnType),
            CSharpText.Name(method.Name),
            TypeParameters(method),
            Parameters(method, syntax, streamToken),
            method.TypeParameters.IsEmpty
                ? default
                : method.TypeParameters
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

    public static string TypeParameters(IMethodSymbol method) => method.Arity == 0 ? string.Empty : TypeParameters(method.TypeParameters);

    public static string TypeParameters(IEnumerable<ITypeParameterSymbol> parameters)
    {
        var names = string.Join(", ", parameters.Select(parameter => CSharpText.Name(parameter.Name)));
        return names.Length == 0 ? string.Empty : $"<{names}>";
    }

    private static EquatableArray<string> Modifiers(MethodDeclarationSyntax syntax)
    {
        var modifiers = ImmutableArray.CreateBuilder<string>(syntax.Modifiers.Count);
        foreach (var modifier in syntax.Modifiers)
        {
            if (!modifier.IsKind(SyntaxKind.PartialKeyword) && !modifier.IsKind(SyntaxKind.AsyncKeyword))
            {
                modifiers.Add(modifier.Text);
            }
        }

        return new(modifiers.ToImmutable());
    }

    private static EquatableArray<ParameterModel> Parameters(IMethodSymbol method, MethodDeclarationSyntax syntax, IParameterSymbol? streamToken)
    {
        var parameters = ImmutableArray.CreateBuilder<ParameterModel>(method.Parameters.Length);
        for (var index = 0; index < method.Parameters.Length; index++)
        {
            parameters.Add(Parameter(method.Parameters[index], syntax.ParameterList.Parameters[index], streamToken));
        }

        return new(parameters.MoveToImmutable());
    }

    /// <remarks>That there is a default value is read from the text: the symbol would have the compiler bind it.</remarks>
    private static ParameterModel Parameter(IParameterSymbol parameter, ParameterSyntax syntax, IParameterSymbol? streamToken)
    {
        var needsAttribute = SymbolEqualityComparer.Default.Equals(parameter, streamToken)
            && !ParameterRoles.IsEnumeratorToken(parameter);
        return new ParameterModel(
            needsAttribute ? EnumeratorCancellation : string.Empty,
            syntax.Modifiers.Count == 0 ? string.Empty : string.Join(" ", syntax.Modifiers.Select(static modifier => modifier.Text)),
            CSharpText.Type(parameter.Type),
            CSharpText.Name(parameter.Name),
            syntax.Default is not null ? "default!" : string.Empty);
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
