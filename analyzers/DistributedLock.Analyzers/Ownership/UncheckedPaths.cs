using DistributedLock.Analyzers.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>Looks for the first place where a handle is used on a path on which nobody asked whether there is one.</summary>
internal sealed class UncheckedPaths(
    ControlFlowGraph graph, HandleReader reader, VariableTable variables, LockSymbols symbols, HandleTypes handles, CancellationToken cancellationToken)
    : HandlePaths(graph, reader, cancellationToken)
{
    private SyntaxNode? _use;

    public SyntaxNode? Find() => Walk() && !variables.IsFull ? _use : null;

    protected override bool Pass(IOperation operation, BasicBlock block, FinallyExit? exit, ref PathState state, bool isFirst)
    {
        var events = Reader.Read(operation, state.Holders, isFirst);
        if (events.Any(static happened => happened.Kind == HandleEventKind.SaidToBeThere))
        {
            return false;
        }

        var copies = 0UL;
        foreach (var happened in events)
        {
            if (!IsUse(happened))
            {
                if (EndsHere(happened, block))
                {
                    return false;
                }

                copies |= happened.Variable;
                continue;
            }

            // What is done with the result at once, without releasing it, loses the handle: that is the other rule's matter.
            if (!Reader.IsOrigin(happened.Handle) || happened.Kind == HandleEventKind.Released)
            {
                Found(happened.Handle.Syntax);
            }

            return false;
        }

        var written = state.Holders != 0 ? Reader.Written(operation) : 0;
        state = state.WithHolders((state.Holders & ~written) | copies);
        return state.Holders != 0;
    }

    protected override bool? Truth(IOperation condition, PathState state, bool isFirst) =>
        condition is { ConstantValue: { HasValue: true, Value: bool constant } } ? constant : null;

    protected override void Leave(bool byException)
    {
    }

    protected override bool EndsIn(ControlFlowRegion finallyRegion, PathState state) => false;

    private bool IsUse(HandleEvent happened) => happened.Kind switch
    {
        HandleEventKind.Read => true,
        HandleEventKind.Released => happened.By is { IsImplicit: false },
        HandleEventKind.Passed => happened.By is IArgumentOperation { Parameter: { } parameter } argument && IsRefused(parameter, argument),
        _ => false,
    };

    // Passed where the declaration says that null must not be.
    private bool IsRefused(IParameterSymbol parameter, IArgumentOperation argument)
    {
        var type = parameter.OriginalDefinition.Type;
        return type.NullableAnnotation == NullableAnnotation.NotAnnotated
            && type.IsReferenceType
            && (handles.IsHandle(type) || SymbolEqualityComparer.Default.Equals(type, symbols.Disposable) || SymbolEqualityComparer.Default.Equals(type, symbols.AsyncDisposable))
            && (argument.Parent is not IInvocationOperation
                || HandleReceiver.Judge(argument, symbols, handles, CancellationToken) is Passing.Uses or Passing.TakesOver)
            && !parameter.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "AllowNullAttribute" or "MaybeNullAttribute");
    }

    private static bool EndsHere(HandleEvent happened, BasicBlock block) => happened.Kind switch
    {
        HandleEventKind.Copied => false,
        HandleEventKind.Result => happened.Handle == block.BranchValue,
        HandleEventKind.Compared => happened.By is not IIsNullOperation test || IsAsked(test),
        _ => true,
    };

    // The compiler's own test before it disposes what a using holds asks nothing for the body's sake.
    private static bool IsAsked(IIsNullOperation test)
    {
        SyntaxNode asked = test.Syntax;
        while (asked.Parent is ParenthesizedExpressionSyntax)
        {
            asked = asked.Parent;
        }

        return asked.Parent switch
        {
            ConditionalAccessExpressionSyntax access => access.Expression == asked,
            AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
            BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.CoalesceExpression),
            _ => asked.IsKind(SyntaxKind.ConditionalAccessExpression) || asked.IsKind(SyntaxKind.CoalesceExpression),
        };
    }

    private void Found(SyntaxNode use)
    {
        if (_use is null || use.SpanStart < _use.SpanStart)
        {
            _use = use;
        }
    }
}
