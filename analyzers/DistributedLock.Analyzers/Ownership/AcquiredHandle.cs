using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>A call that gives its caller a handle, and the place where the handle comes out of its task.</summary>
internal sealed class AcquiredHandle
{
    private AcquiredHandle(IInvocationOperation call, IOperation value)
    {
        Call = call;
        Value = value;
    }

    public IInvocationOperation Call { get; }

    /// <summary>The operation whose value is the handle: the call itself, the <c>await</c> over it, or what blocks on its task.</summary>
    public IOperation Value { get; }

    public string MethodName => Call.TargetMethod.Name;

    /// <summary>
    /// Whether the call says that it may give nothing. An exclamation mark behind it says that it does not: then the writer knows better.
    /// </summary>
    public bool MayBeNull(LockSymbols symbols)
    {
        var result = symbols.ResultOf(Call.TargetMethod.OriginalDefinition.ReturnType);
        return !result.IsTupleType
            && result.IsReferenceType
            && (MethodName.StartsWith("Try", StringComparison.Ordinal) || result.NullableAnnotation == NullableAnnotation.Annotated)
            && !IsSaidToBeThere(Value.Syntax);
    }

    /// <summary>
    /// The handle that a call gives, where it can be followed. Not a call that is given a handle: what it returns may be that one. Not a task that
    /// nobody awaits either, which is another rule's matter.
    /// </summary>
    public static AcquiredHandle? Of(IInvocationOperation call, LockSymbols symbols, HandleTypes handles)
    {
        if ((!symbols.IsAcquire(call, handles) && !GivesTuple(call, symbols, handles)) || IsGivenHandle(call, handles))
        {
            return null;
        }

        var value = symbols.IsTask(call.Type) ? Unwrapped(call) : call;
        return value is null ? null : new AcquiredHandle(call, value);
    }

    /// <summary>Whether an exclamation mark follows an expression.</summary>
    public static bool IsSaidToBeThere(SyntaxNode expression)
    {
        var outer = expression;
        while (outer.Parent is ParenthesizedExpressionSyntax parenthesized)
        {
            outer = parenthesized;
        }

        return outer.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression);
    }

    private static bool GivesTuple(IInvocationOperation call, LockSymbols symbols, HandleTypes handles) =>
        call.TargetMethod.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
        && symbols.ResultOf(call.TargetMethod.OriginalDefinition.ReturnType) is INamedTypeSymbol { IsTupleType: true } tuple
        && !call.TargetMethod.Name.StartsWith("Get", StringComparison.Ordinal)
        && tuple.TupleElements.Any(element => handles.IsHandle(element.Type));

    private static bool IsGivenHandle(IInvocationOperation call, HandleTypes handles) =>
        handles.IsHandle(call.Instance?.Type)
        || call.Arguments.Any(argument => handles.IsHandle(Unconverted(argument.Value).Type));

    private static IOperation Unconverted(IOperation operation) =>
        operation is IConversionOperation conversion ? Unconverted(conversion.Operand) : operation;

    private static IOperation? Unwrapped(IOperation task)
    {
        var value = task;
        while (value.Parent is IConversionOperation conversion)
        {
            value = conversion;
        }

        return value.Parent switch
        {
            IAwaitOperation awaited => awaited,
            IPropertyReferenceOperation { Property.Name: "Result" } result => result,
            IInvocationOperation { TargetMethod.Name: "GetResult" } result => result,
            IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Preserve" or "GetAwaiter" or "WaitAsync" } outer => Unwrapped(outer),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => UnwrappedLater(declarator),
            _ => null,
        };
    }

    // A task that is started first and awaited later: followed when one place awaits it and the others only look at it.
    private static IOperation? UnwrappedLater(IVariableDeclaratorOperation declarator)
    {
        IOperation? found = null;
        foreach (var reference in EnclosingFunction.Of(declarator).Operation.Descendants().OfType<ILocalReferenceOperation>())
        {
            if (!SymbolEqualityComparer.Default.Equals(reference.Local, declarator.Symbol))
            {
                continue;
            }

            if (Unwrapped(reference) is { } value)
            {
                if (found is not null)
                {
                    return null;
                }

                found = value;
            }
            else if (reference.Parent is not IPropertyReferenceOperation)
            {
                return null;
            }
        }

        return found is not null && EnclosingFunction.Of(found).Operation == EnclosingFunction.Of(declarator).Operation ? found : null;
    }
}
