using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Reads what happens when the wait ends without the lock.</summary>
internal static class ContentionReader
{
    public static ContentionForm Read(MethodContext context, MethodOptions options, ReturnModel returns)
    {
        if (options.Fallback is { } fallback)
        {
            if (options.Contention is not null)
            {
                context.Problems.Error(
                    ProblemIds.OptionsContradict,
                    ProblemTarget.Of(fallback.Attribute, OptionNames.Fallback),
                    "Fallback says already what happens when the lock is held elsewhere: remove OnContention, or Fallback");
            }

            return ContentionForm.Fallback;
        }

        if (options.Contention?.Value != RuntimeValues.Skip)
        {
            return ContentionForm.Throw;
        }

        CheckSkip(context, returns);
        return ContentionForm.Skip;
    }

    private static void CheckSkip(MethodContext context, ReturnModel returns)
    {
        var method = context.Method;
        if (returns.Payload is not null && returns.Result is null)
        {
            var instead = returns.Form == ReturnForm.Stream
                ? "an empty stream could not be told from a skipped one: remove OnContention = Contention.Skip"
                : $"return '{ResultType(method.ReturnType)}', or remove OnContention = Contention.Skip";
            context.Problems.Error(ProblemIds.SkipWithoutResult, ProblemTarget.ReturnType(method), method.Name, instead);
        }

        foreach (var parameter in method.Parameters.Where(parameter => parameter.RefKind == RefKind.Out))
        {
            context.Problems.Error(
                ProblemIds.SkipWithoutResult,
                ProblemTarget.Identifier(parameter),
                method.Name,
                $"'out {parameter.Name}' would have to be set: return the value in a LockResult<T> instead, or remove OnContention = Contention.Skip");
        }
    }

    private static string ResultType(ITypeSymbol type) => type.IsTaskOfT() && type is INamedTypeSymbol task
        ? $"{task.Name}<LockResult<{CSharpText.Short(task.TypeArguments[0])}>>"
        : $"LockResult<{CSharpText.Short(type)}>";
}
