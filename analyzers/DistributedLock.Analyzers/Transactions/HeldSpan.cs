using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Transactions;

/// <summary>The part of a function in which a lock is held.</summary>
internal sealed class HeldSpan(IInvocationOperation call, Moment released)
{
    /// <summary>The call that takes the lock: an acquire, or a locked method, which gives it back when it ends.</summary>
    public IInvocationOperation Call { get; } = call;

    public Moment Released { get; } = released;

    public Moment Taken => Moment.At(Call);

    /// <summary>The locks of a function whose end is known.</summary>
    public static IEnumerable<HeldSpan> In(IReadOnlyList<IOperation> operations, LockSymbols symbols)
    {
        foreach (var call in operations.OfType<IInvocationOperation>())
        {
            if (LockSymbols.IsLockedMethod(call.TargetMethod))
            {
                if (IsWaitedFor(call, symbols) && !IsGivenHandle(call))
                {
                    yield return new HeldSpan(call, new Moment(call.Syntax.Span.End, 0));
                }
            }
            else if (symbols.IsAcquire(call, symbols.HandleTypesIn(call.Syntax.SyntaxTree)) && ReleaseOf(call, operations) is { } released)
            {
                yield return new HeldSpan(call, released);
            }
        }
    }

    private static Moment? ReleaseOf(IInvocationOperation acquire, IReadOnlyList<IOperation> operations)
    {
        var value = Outermost(acquire);
        return value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }
            ? Moment.DisposalOf(declarator.Symbol, operations)
            : Moment.OfUsing(value);
    }

    /// <summary>The whole expression whose value is the handle: with its <c>await</c>, its <c>ConfigureAwait(false)</c> and its conversions.</summary>
    private static IOperation Outermost(IOperation value) => value.Parent switch
    {
        IAwaitOperation or IConversionOperation or IParenthesizedOperation or ICoalesceOperation => Outermost(value.Parent),
        IInvocationOperation next when next.Instance == value => Outermost(next),
        _ => value,
    };

    // The end of a stream, and of a task that is kept for later, is not where the call is.
    private static bool IsWaitedFor(IInvocationOperation call, LockSymbols symbols) => symbols.IsTask(call.Type)
        ? call.Parent is IAwaitOperation
            or IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Parent: IAwaitOperation }
            or IInvocationOperation { TargetMethod.Name: "GetAwaiter", Parent: IInvocationOperation { TargetMethod.Name: "GetResult" } }
        : !call.Type.IsAsyncEnumerable();

    /// <summary>A locked method that is given a live handle takes no lock of its own.</summary>
    private static bool IsGivenHandle(IInvocationOperation call) => call.Arguments.Any(static argument =>
        argument.ArgumentKind == ArgumentKind.Explicit
        && argument.Parameter?.Type.IsHandle() == true
        && argument.Value is not { ConstantValue: { HasValue: true, Value: null } });
}
