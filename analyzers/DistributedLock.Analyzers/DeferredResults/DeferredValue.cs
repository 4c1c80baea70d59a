using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.DeferredResults;

/// <summary>Tells a query from its elements. What is not known to be a query is taken for elements.</summary>
internal sealed class DeferredValue(LockSymbols symbols)
{
    private const int MaxDepth = 8;

    /// <summary>Whether a value of this type may be a query at all.</summary>
    public static bool CanHold(ITypeSymbol type) =>
        IsQueryable(type)
        || type.SpecialType == SpecialType.System_Collections_IEnumerable
        || type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
        || type.Is("System.Linq", "IOrderedEnumerable", 1)
        || type.Is("System.Linq", "ParallelQuery", 1);

    public bool IsDeferred(IOperation value, CancellationToken cancellationToken) => IsDeferred(value, cancellationToken, depth: 0);

    private bool IsDeferred(IOperation? value, CancellationToken cancellationToken, int depth)
    {
        if (value is null || depth > MaxDepth)
        {
            return false;
        }

        return value switch
        {
            IConversionOperation conversion => Next(conversion.Operand),
            IParenthesizedOperation inner => Next(inner.Operand),
            ITranslatedQueryOperation query => Next(query.Operation),
            IConditionalOperation choice => Next(choice.WhenTrue) || Next(choice.WhenFalse),
            ICoalesceOperation choice => Next(choice.Value) || Next(choice.WhenNull),
            ISwitchExpressionOperation choice => choice.Arms.Any(arm => Next(arm.Value)),
            IObjectCreationOperation { Arguments.Length: 1 } task when symbols.IsTask(task.Type) => Next(task.Arguments[0].Value),
            IInvocationOperation call => IsDeferredCall(call, Next, cancellationToken),
            _ when value.Type is { } type && IsQueryable(symbols.ResultOf(type)) => true,
            IAwaitOperation wait => Next(wait.Operation),
            ILocalReferenceOperation local => Next(OnlyValueOf(local)),
            _ => false,
        };

        bool Next(IOperation? next) => IsDeferred(next, cancellationToken, depth + 1);
    }

    private bool IsDeferredCall(IInvocationOperation call, Func<IOperation?, bool> isDeferred, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (symbols.IsTask(method.ContainingType) || method is { Name: "AsQueryable" or "AsEnumerable", ContainingNamespace.Name: "Linq" })
        {
            // What these are given is what they give; where it comes from matters.
            var source = call.Arguments.FirstOrDefault()?.Value ?? call.Instance;
            return isDeferred(source);
        }

        var result = symbols.ResultOf(method.ReturnType);
        return IsQueryable(result)
            || (IsOperator(method) && CanHold(result))
            || (CanHold(result) && Functions.IsIterator(method.OriginalDefinition, cancellationToken));
    }

    /// <summary>The operators of LINQ on objects, except those that read nothing.</summary>
    private static bool IsOperator(IMethodSymbol method) =>
        (method.ContainingType.Is("System.Linq", "Enumerable", 0) || method.ContainingType.Is("System.Linq", "ParallelEnumerable", 0))
        && method.Name is not ("Empty" or "Range" or "Repeat");

    private static bool IsQueryable(ITypeSymbol type) =>
        type.Is("System.Linq", "IQueryable", 0) || type.AllInterfaces.Any(static candidate => candidate.Is("System.Linq", "IQueryable", 0));

    /// <summary>The value of a local that is given one only: with more it is not known which it has.</summary>
    private static IOperation? OnlyValueOf(ILocalReferenceOperation reference)
    {
        IOperation? only = null;
        foreach (var operation in Functions.OwnOperations(Functions.RootOf(reference)))
        {
            if (operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local))
            {
                only = declarator.Initializer?.Value;
            }
            else if (operation is IAssignmentOperation { Target: ILocalReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Local, reference.Local))
            {
                return null;
            }
        }

        return only;
    }
}
