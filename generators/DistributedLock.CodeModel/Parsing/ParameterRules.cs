using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>What an asynchronous wrapper cannot have.</summary>
internal static class ParameterRules
{
    public static void Check(MethodContext context, ReturnModel returns)
    {
        if (returns.Form == ReturnForm.Synchronous)
        {
            return;
        }

        foreach (var parameter in context.Method.Parameters)
        {
            if (ReasonAgainst(context, parameter) is { } reason)
            {
                Report(context, ProblemTarget.Identifier(parameter), $"its parameter '{parameter.Name}' is {reason}, which cannot be kept while it waits for the lock");
            }
        }

        if (context.Type.IsRefLikeType && !context.Method.IsStatic)
        {
            Report(context, ProblemTarget.Identifier(context.Method), $"'{context.Type.Name}' is a ref struct, which cannot be kept while it waits for the lock: make the method static or synchronous");
        }

        if (context.Syntax?.Modifiers.Any(SyntaxKind.UnsafeKeyword) == true)
        {
            Report(context, ProblemTarget.Identifier(context.Method), "it is unsafe, and nothing can be awaited in unsafe code: move the unsafe code into the core");
        }
    }

    private static void Report(MethodContext context, ProblemTarget target, string reason) =>
        context.Problems.Error(ProblemIds.Unsupported, target, context.Method.Name, reason);

    private static string? ReasonAgainst(MethodContext context, IParameterSymbol parameter) => parameter switch
    {
        { RefKind: RefKind.Ref } => "passed by 'ref'",
        { RefKind: RefKind.Out } => "passed by 'out'",
        { RefKind: not RefKind.None } => "passed by 'in'",
        { Type.TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => "a pointer",
        { Type.IsRefLikeType: true } => "a ref struct",
        _ when context.MayBeRefStruct(parameter.Type) => "of a type that may be a ref struct",
        _ => null,
    };
}
