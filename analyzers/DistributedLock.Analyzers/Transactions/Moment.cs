using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Transactions;

/// <summary>When something happens within a function, by its place in the text. What a block disposes at its end, it disposes in the reverse order.</summary>
internal readonly struct Moment(int position, int disposalOrder) : IComparable<Moment>
{
    private readonly int _position = position;
    private readonly int _disposalOrder = disposalOrder;

    public static Moment At(IOperation operation) => new(operation.Syntax.SpanStart, 0);

    /// <summary>When a local is disposed: at the end of its <c>using</c>, else at the last call of its <c>Dispose</c>; <see langword="null"/> when that is not seen.</summary>
    public static Moment? DisposalOf(ILocalSymbol local, IReadOnlyList<IOperation> operations)
    {
        var declarator = operations.OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.Symbol, local));
        if (declarator is not null && OfUsing(declarator) is { } ofUsing)
        {
            return ofUsing;
        }

        var disposal = operations.OfType<IInvocationOperation>().LastOrDefault(call =>
            call.TargetMethod.Name is "Dispose" or "DisposeAsync"
            && call.Instance is ILocalReferenceOperation reference
            && SymbolEqualityComparer.Default.Equals(reference.Local, local));
        return disposal is null ? null : At(disposal);
    }

    /// <summary>The end of the <c>using</c> that a resource belongs to; <see langword="null"/> for what belongs to none.</summary>
    public static Moment? OfUsing(IOperation resource)
    {
        var group = resource.Parent?.Parent is IVariableDeclarationGroupOperation declared ? declared : resource;
        var scope = group.Parent switch
        {
            IUsingOperation statement when statement.Resources == group => (IOperation)statement,
            IUsingDeclarationOperation declaration => declaration.Parent,
            _ => null,
        };
        return scope is null ? null : new Moment(scope.Syntax.Span.End, -group.Syntax.SpanStart);
    }

    public int CompareTo(Moment other) =>
        _position != other._position ? _position.CompareTo(other._position) : _disposalOrder.CompareTo(other._disposalOrder);
}
