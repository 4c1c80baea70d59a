using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>The parameters that mean something to the wrapper itself.</summary>
/// <param name="Token">The token that ends the wait; <see langword="null"/> for none.</param>
/// <param name="GivenHandle">The handle by which the caller shares a lock; <see langword="null"/> for none.</param>
internal sealed record ParameterRoles(IParameterSymbol? Token, IParameterSymbol? GivenHandle)
{
    public static ParameterRoles Of(MethodContext context, ReturnModel returns)
    {
        var tokens = context.Method.Parameters.Where(parameter => parameter.Type.IsCancellationToken() && parameter.RefKind == RefKind.None).ToList();
        var marked = returns.Form == ReturnForm.Stream ? tokens.LastOrDefault(IsEnumeratorToken) : null;
        return new ParameterRoles(
            marked ?? tokens.LastOrDefault(),
            context.Method.Parameters.LastOrDefault(parameter => parameter.Type.IsHandle() && parameter.RefKind == RefKind.None));
    }

    public static bool IsEnumeratorToken(IParameterSymbol parameter) =>
        parameter.GetAttributes().Any(attribute => attribute.AttributeClass.IsEnumeratorCancellation());
}
