using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>Recognizes what is done to a local that holds a handle, or to the handle on its way into one.</summary>
internal static class HandleUse
{
    /// <summary>The local that a call is made on, or that is meant by an expression: also <c>handle?.</c>, <c>handle!</c> and <c>handle.ConfigureAwait(false)</c>.</summary>
    public static ILocalSymbol? LocalOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IConversionOperation conversion => LocalOf(conversion.Operand),
        IParenthesizedOperation parenthesized => LocalOf(parenthesized.Operand),
        IInvocationOperation call => LocalOf(call.Instance ?? call.Arguments.FirstOrDefault()?.Value),
        IConditionalAccessInstanceOperation instance => LocalOf(AccessOf(instance)?.Operation),
        _ => null,
    };

    /// <summary>The call whose result, once it is there, is the value of an expression: through <c>await</c>, <c>?? throw</c> and the like.</summary>
    public static IInvocationOperation? CallIn(IOperation? operation) => operation switch
    {
        IAwaitOperation awaited => CallIn(awaited.Operation),
        IConversionOperation conversion => CallIn(conversion.Operand),
        IParenthesizedOperation parenthesized => CallIn(parenthesized.Operand),
        ICoalesceOperation { WhenNull: IThrowOperation or IConversionOperation { Operand: IThrowOperation } } coalesce => CallIn(coalesce.Value),
        IPropertyReferenceOperation { Property.Name: "Result" } result => CallIn(result.Instance),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" } call =>
            CallIn(call.Instance ?? call.Arguments.FirstOrDefault()?.Value),
        IInvocationOperation call => call,
        _ => null,
    };

    private static IConditionalAccessOperation? AccessOf(IOperation instance)
    {
        for (var operation = instance.Parent; operation is not null; operation = operation.Parent)
        {
            if (operation is IConditionalAccessOperation access)
            {
                return access;
            }
        }

        return null;
    }
}
