using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Awaiting;

/// <summary>Operations as their reader sees them.</summary>
internal static class OperationShapes
{
    /// <summary>The operation without the conversions around it, which the user mostly did not write.</summary>
    public static IOperation WithoutConversions(this IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>What a call is made on: its instance, or the first argument of an extension method in its written order.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    /// <summary><c>s?.M()</c> is one expression to its reader; the call in it begins at the dot.</summary>
    public static IOperation Whole(this IOperation call)
    {
        while (call.Parent is IConditionalAccessOperation access && access.WhenNotNull == call)
        {
            call = access;
        }

        return call;
    }

    /// <summary>The variable of a statement that declares one.</summary>
    public static IVariableDeclaratorOperation? Declarator(IVariableDeclarationGroupOperation group) =>
        group.Declarations.Length == 1 && group.Declarations[0].Declarators.Length == 1 ? group.Declarations[0].Declarators[0] : null;

    /// <summary>The method that a lambda is an argument of; <see langword="null"/> where it goes elsewhere.</summary>
    public static IMethodSymbol? GivenTo(this IAnonymousFunctionOperation lambda) => lambda.CallWith()?.TargetMethod;

    /// <summary>The call that a lambda is an argument of; <see langword="null"/> where it goes elsewhere.</summary>
    public static IInvocationOperation? CallWith(this IAnonymousFunctionOperation lambda)
    {
        var value = lambda.Parent;
        while (value is IDelegateCreationOperation or IConversionOperation or IArrayInitializerOperation or IArrayCreationOperation)
        {
            value = value.Parent;
        }

        return (value as IArgumentOperation)?.Parent as IInvocationOperation;
    }
}
