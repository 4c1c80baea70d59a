using DistributedLock.Analyzers.Awaiting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Holding;

/// <summary>
/// Tasks that may have ended before their result is read: <c>.Result</c> after <c>await Task.WhenAll(...)</c>, or after a look at <c>IsCompleted</c>, does not block. Where a
/// task came out of a collection, any wait for several may have been for it. The member is walked once, when this is asked for the first time.
/// </summary>
internal sealed class EndedTasks(MemberBody body)
{
    private readonly Lazy<Waits> _waits = new(() => Waits.In(body));

    public bool HasEnded(IOperation task)
    {
        var before = task.Syntax.SpanStart;
        if (task is IInvocationOperation call)
        {
            return TaskMembers.IsCompleted(call.TargetMethod);
        }

        var named = SymbolOf(task);
        var comesFromCollection = named is null or ILocalSymbol { IsForEach: true };
        return (comesFromCollection && _waits.Value.ForSeveral < before)
            || (named is not null && _waits.Value.ByName.TryGetValue(named, out var first) && first < before);
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Arguments.Length: 0 } property => property.Property,
        _ => null,
    };

    private static bool IsWaitedFor(IOperation reference)
    {
        for (var outer = reference.Parent; outer is not null; outer = outer.Parent)
        {
            switch (outer)
            {
                case IAwaitOperation:
                case IPropertyReferenceOperation { Property.Name: var name } when name.StartsWith("Is", StringComparison.Ordinal) || name == "Status":
                case IInvocationOperation call when IsWaitForSeveral(call) || call.TargetMethod.Name is "Wait" or "GetAwaiter":
                    return true;
                case IConversionOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or IBinaryOperation:
                case IInvocationOperation { TargetMethod: var method } when TaskMembers.PassesOn(method):
                // The collection of `params` and of `[a, b]` has no name in this version of the compiler's model.
                case { IsImplicit: true } or { Syntax: CollectionExpressionSyntax }:
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool IsWaitForSeveral(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "WhenAll" or "WhenAny" or "WaitAll" or "WhenEach" };

    /// <summary>Where tasks are waited for first.</summary>
    private sealed class Waits
    {
        public int ForSeveral { get; private set; } = int.MaxValue;

        public Dictionary<ISymbol, int> ByName { get; } = new(SymbolEqualityComparer.Default);

        public static Waits In(MemberBody body)
        {
            var waits = new Waits();
            foreach (var operation in body.Operations)
            {
                var position = operation.Syntax.SpanStart;
                if (IsWaitForSeveral(operation))
                {
                    waits.ForSeveral = Math.Min(waits.ForSeveral, position);
                }
                else if (SymbolOf(operation) is { } named && !(waits.ByName.TryGetValue(named, out var first) && first <= position) && IsWaitedFor(operation))
                {
                    waits.ByName[named] = position;
                }
            }

            return waits;
        }
    }
}
