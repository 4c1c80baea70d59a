using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>What lambdas and local functions do with the variables of the function around them.</summary>
internal sealed class Captures(EnclosingFunction function, LockSymbols symbols, HandleTypes handles, CancellationToken cancellationToken)
{
    private readonly Dictionary<ISymbol, bool> _escapes = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Whether a nested function does more with a variable than use it: it may release the handle, keep it or replace it, and nobody knows when.
    /// </summary>
    public bool Escapes(ISymbol variable)
    {
        if (!_escapes.TryGetValue(variable, out var escapes))
        {
            _escapes.Add(variable, escapes = InNested(function.Operation, isNested: false).Any(reference => IsTo(reference, variable) && !IsPlainUse(reference)));
        }

        return escapes;
    }

    private static IEnumerable<IOperation> InNested(IOperation operation, bool isNested)
    {
        foreach (var child in operation.ChildOperations)
        {
            var isInside = isNested || child is IAnonymousFunctionOperation or ILocalFunctionOperation;
            if (isInside && child is ILocalReferenceOperation or IParameterReferenceOperation)
            {
                yield return child;
            }

            foreach (var inner in InNested(child, isInside))
            {
                yield return inner;
            }
        }
    }

    private static bool IsTo(IOperation reference, ISymbol variable) =>
        SymbolEqualityComparer.Default.Equals((reference as ILocalReferenceOperation)?.Local ?? (ISymbol?)(reference as IParameterReferenceOperation)?.Parameter, variable);

    private bool IsPlainUse(IOperation reference)
    {
        var value = reference;
        while (value.Parent is IConversionOperation { OperatorMethod: null })
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IPropertyReferenceOperation or IIsTypeOperation or IBinaryOperation or IInterpolationOperation or INameOfOperation => true,
            IInvocationOperation call => !HandleReceiver.Releases(call.TargetMethod.Name) && !HandleReceiver.GivesItBack(call.TargetMethod, symbols, handles),
            IArgumentOperation argument => HandleReceiver.Judge(argument, symbols, handles, cancellationToken) != Passing.TakesOver,
            IConditionalAccessOperation access => access.Operation == value
                && !access.WhenNotNull.DescendantsAndSelf().OfType<IInvocationOperation>().Any(static call => HandleReceiver.Releases(call.TargetMethod.Name)),
            IIsPatternOperation pattern => pattern.Pattern is IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation },
            _ => false,
        };
    }
}
