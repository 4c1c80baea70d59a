using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>The innermost function around an operation: a lambda, a local function, or the whole member.</summary>
internal sealed class EnclosingFunction
{
    private readonly IReadOnlyList<IOperation> _nested;

    private EnclosingFunction(IOperation root, IReadOnlyList<IOperation> nested)
    {
        Root = root;
        _nested = nested;
    }

    /// <summary>The body of the member, with everything in it.</summary>
    public IOperation Root { get; }

    public IOperation Operation => _nested.Count > 0 ? _nested[_nested.Count - 1] : Root;

    /// <summary>The symbol of a lambda or a local function; nothing for the member itself.</summary>
    public IMethodSymbol? Nested => SymbolOf(Operation);

    public static EnclosingFunction Of(IOperation operation)
    {
        var nested = new List<IOperation>();
        var current = operation;
        for (; current.Parent is { } parent; current = parent)
        {
            if (SymbolOf(parent) is not null)
            {
                nested.Insert(0, parent);
            }
        }

        return new EnclosingFunction(current, nested);
    }

    /// <summary>Whether a local or a parameter is the function's own: not one that it captured, nor another name for a variable of somebody else's.</summary>
    public bool Owns(ISymbol variable, ISymbol member) => variable switch
    {
        IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { RefKind: not RefKind.None } => false,
        IParameterSymbol => SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, Nested ?? member),
        _ when Nested is { } nested => SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, nested),
        _ => variable.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction },
    };

    /// <summary>The flow through the function; <see langword="null"/> where there is none (an attribute, an expression tree).</summary>
    public ControlFlowGraph? Graph(OperationAnalysisContext context)
    {
        if (Root is not (IMethodBodyOperation or IConstructorBodyOperation or IBlockOperation or ISymbolInitializerOperation))
        {
            return null;
        }

        var graph = context.GetControlFlowGraph();
        foreach (var function in _nested)
        {
            if (function is ILocalFunctionOperation local)
            {
                if (!graph.LocalFunctions.Contains(local.Symbol, SymbolEqualityComparer.Default))
                {
                    return null;
                }

                graph = graph.GetLocalFunctionControlFlowGraph(local.Symbol, context.CancellationToken);
            }
            else if (Lambda(graph, function.Syntax) is { } lambda)
            {
                graph = graph.GetAnonymousFunctionControlFlowGraph(lambda, context.CancellationToken);
            }
            else
            {
                return null;
            }
        }

        return graph;
    }

    private static IMethodSymbol? SymbolOf(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => null,
    };

    private static IFlowAnonymousFunctionOperation? Lambda(ControlFlowGraph graph, SyntaxNode syntax)
    {
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.BranchValue is { } branch ? block.Operations.Add(branch) : block.Operations)
            {
                foreach (var inner in operation.DescendantsAndSelf())
                {
                    if (inner is IFlowAnonymousFunctionOperation lambda && lambda.Syntax == syntax)
                    {
                        return lambda;
                    }
                }
            }
        }

        return null;
    }
}
