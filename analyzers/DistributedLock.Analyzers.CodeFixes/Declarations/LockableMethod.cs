using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Analyzers.CodeFixes.Declarations;

/// <summary>Whether a method with a body can be made a locked method by dividing it: what the generator would refuse is left as it is.</summary>
internal static class LockableMethod
{
    public static bool CanBeDivided(MethodDeclarationSyntax syntax, IMethodSymbol method, Compilation compilation) =>
        compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp9 }
        && method is { MethodKind: MethodKind.Ordinary, IsAbstract: false, IsExtern: false, IsVararg: false, ReturnsByRef: false, ReturnsByRefReadonly: false }
        && !syntax.Modifiers.Any(SyntaxKind.PartialKeyword)
        && IsComplete(syntax)
        && !HasDirectivesInHead(syntax)
        && method.ContainingType.TypeKind is TypeKind.Class or TypeKind.Struct
        && CanHaveParts(method.ContainingType)
        && CanReturn(syntax, method)
        && (!IsAsynchronous(method) || CanWait(method, compilation))
        && CanRepeatConstraints(method, compilation);

    /// <summary>Whether the wrapper waits asynchronously.</summary>
    public static bool IsAsynchronous(IMethodSymbol method) => LockTypes.IsTask(method.ReturnType) || LockTypes.IsStream(method.ReturnType);

    /// <summary>The last token before the body.</summary>
    public static SyntaxToken EndOfHead(MethodDeclarationSyntax syntax) =>
        syntax.ConstraintClauses.Count > 0 ? syntax.ConstraintClauses.Last().GetLastToken() : syntax.ParameterList.CloseParenToken;

    /// <summary>The first token after the attributes.</summary>
    public static SyntaxToken StartOfHead(MethodDeclarationSyntax syntax) =>
        syntax.Modifiers.Count > 0 ? syntax.Modifiers[0] : syntax.ReturnType.GetFirstToken();

    private static bool IsComplete(MethodDeclarationSyntax syntax) =>
        (syntax.Body is { CloseBraceToken.IsMissing: false, OpenBraceToken.IsMissing: false } || (syntax.ExpressionBody is not null && !syntax.SemicolonToken.IsMissing))
        && !syntax.Identifier.IsMissing
        && !syntax.ParameterList.CloseParenToken.IsMissing
        && !syntax.ParameterList.OpenParenToken.IsMissing;

    /// <summary>A directive in the head may hold the head of another configuration, which would be divided from its body.</summary>
    private static bool HasDirectivesInHead(MethodDeclarationSyntax syntax)
    {
        var body = (syntax.Body ?? (SyntaxNode)syntax.ExpressionBody!).GetFirstToken();
        for (var token = StartOfHead(syntax); token != body;)
        {
            token = token.GetNextToken(includeZeroWidth: true);
            if (token.LeadingTrivia.Any(static trivia => trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CanHaveParts(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal || current.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CanReturn(MethodDeclarationSyntax syntax, IMethodSymbol method)
    {
        var type = method.ReturnType;
        if (type.TypeKind == TypeKind.Error || (method.IsAsync && method.ReturnsVoid))
        {
            return false;
        }

        if (LockTypes.IsStream(type))
        {
            return true;
        }

        // An iterator's code runs when its result is enumerated: the lock would be gone.
        if (IsIterator(syntax) || LockTypes.IsStreamEnumerator(type))
        {
            return false;
        }

        if (!LockTypes.IsTask(type))
        {
            var isAwaitable = type is INamedTypeSymbol && type.GetMembers("GetAwaiter").OfType<IMethodSymbol>().Any(static member => member is { IsStatic: false, Parameters.IsEmpty: true });
            return !isAwaitable && !LockTypes.IsLockResult(type);
        }

        return LockTypes.ValueOf(type) is not { } value
            || !(LockTypes.IsTask(value) || LockTypes.IsStream(value) || LockTypes.IsStreamEnumerator(value) || LockTypes.IsLockResult(value));
    }

    private static bool IsIterator(MethodDeclarationSyntax syntax) =>
        syntax.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is YieldStatementSyntax);

    /// <summary>Whether its parameters and its instance can be kept while it waits.</summary>
    private static bool CanWait(IMethodSymbol method, Compilation compilation) =>
        (method.IsStatic || !method.ContainingType.IsRefLikeType)
        && method.Parameters.All(parameter => parameter.RefKind == RefKind.None
            && parameter.Type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer)
            && !MayBeRefStruct(parameter.Type, compilation));

    /// <summary>An override does not show its constraints, and the one that lets a ref struct in is unknown to the oldest compiler that loads this assembly.</summary>
    private static bool CanRepeatConstraints(IMethodSymbol method, Compilation compilation) =>
        !method.IsOverride || method.TypeParameters.All(parameter => !MayBeRefStruct(parameter, compilation));

    private static bool MayBeRefStruct(ITypeSymbol type, Compilation compilation) => type.IsRefLikeType
        || (type is ITypeParameterSymbol && !compilation.ClassifyCommonConversion(type, compilation.ObjectType).Exists);
}
