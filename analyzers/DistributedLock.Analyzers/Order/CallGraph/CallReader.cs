using System.Collections.Immutable;
using DistributedLock.Analyzers.Order.Acquisitions;
using DistributedLock.Analyzers.Order.Values;
using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Order.CallGraph;

/// <summary>Reads calls of one body: of methods of this compilation, of those of others that take locks, and of delegates.</summary>
internal sealed class CallReader(Compilation compilation, DeclaredLocks declared, ValueReader values, CancellationToken cancellationToken)
{
    public IEnumerable<CallSite> Read(IInvocationOperation call)
    {
        // A task that nobody waits for may as well run when the lock is free again (DLK0108 is about it).
        if (IsForgotten(call) || (IsLazy(call.TargetMethod) && !IsEnumerated(call)))
        {
            return [];
        }

        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return [CallSite.Of(values.Read(call.Instance))];
        }

        if (IsRunner(method))
        {
            // What runs without the caller's flow is not what holds the lock, and contends for it like anybody else.
            if (IsFlowSuppressed(call))
            {
                return [];
            }

            return call.Arguments.SelectMany(static argument => argument.Value is IArrayCreationOperation { Initializer: { } list } ? list.ElementValues : ImmutableArray.Create(argument.Value))
                .Select(values.Read).Where(static value => value.Delegate is not null).Select(CallSite.Of);
        }

        return Read(method, call.IsVirtual, call.Instance, call.Arguments);
    }

    public IEnumerable<CallSite> Read(IObjectCreationOperation creation) => creation.Constructor is { IsImplicitlyDeclared: false } constructor
        ? Read(constructor, isVirtual: false, null, creation.Arguments)
        : [];

    public IEnumerable<CallSite> Read(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (!IsOwn(property) && !declared.Referenced.IsAnyIn(property.ContainingAssembly))
        {
            return [];
        }

        var isWritten = reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
        var accessor = isWritten ? property.SetMethod : property.GetMethod;
        var isVirtual = (property.IsVirtual || property.IsAbstract || property.IsOverride) && reference.Instance?.Syntax is not Microsoft.CodeAnalysis.CSharp.Syntax.BaseExpressionSyntax;
        return accessor is null ? [] : Read(accessor, isVirtual, reference.Instance, reference.Arguments);
    }

    private IEnumerable<CallSite> Read(IMethodSymbol method, bool isVirtual, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
    {
        var target = Routine.SymbolOf(method);
        var locks = declared.Of(target, cancellationToken);
        if (locks is null && !IsOwn(target) && !declared.Referenced.Knows(target))
        {
            return [];
        }

        var bound = new BoundValue[target.Parameters.Length];
        for (var index = 0; index < bound.Length; index++)
        {
            bound[index] = BoundValue.Unknown;
        }

        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter && parameter.Ordinal < bound.Length && parameter.RefKind is RefKind.None or RefKind.In)
            {
                bound[parameter.Ordinal] = values.Read(argument.Value);
            }
        }

        var receiver = target.MethodKind == MethodKind.LocalFunction || target.IsStatic ? null
            : target.MethodKind == MethodKind.Constructor && instance is null ? BoundValue.Unknown
            : values.Read(instance);
        return [CallSite.Of(target, isVirtual && IsOpen(method, instance), receiver, ImmutableArray.Create(bound), locks?.GivenHandle is { } handle && IsGiven(handle, arguments), Decided(arguments))];
    }

    private static ImmutableArray<int> Decided(ImmutableArray<IArgumentOperation> arguments) => arguments
        .Where(argument => argument.Parameter is { } parameter
            && (parameter.Type.IsHandle() ? IsGiven(parameter.Ordinal, arguments) : (argument.Value.ConstantValue.HasValue && Guards.MayTell(parameter))))
        .Select(static argument => argument.Parameter!.Ordinal)
        .ToImmutableArray();

    private static bool IsGiven(int handle, ImmutableArray<IArgumentOperation> arguments)
    {
        var value = arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == handle)?.Value;
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value is not (null or IDefaultValueOperation) && value.ConstantValue is not { HasValue: true, Value: null };
    }

    /// <summary>Whether a derived type may run instead.</summary>
    private static bool IsOpen(IMethodSymbol method, IOperation? instance) =>
        !method.IsSealed && method.ContainingType is { IsSealed: false } && instance?.Type is not { IsSealed: true };

    /// <summary>Whether the lambdas that a method is given have run when it, or its task, is through.</summary>
    private static bool IsRunner(IMethodSymbol method) => method.Name switch
    {
        "Run" => method.ContainingType.Is("System.Threading.Tasks", "Task", 0),
        "Invoke" or "For" or "ForEach" or "ForEachAsync" => method.ContainingType is { Name: "Parallel" or "Array" or "List" } type
            && type.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether a call stands inside <c>using (ExecutionContext.SuppressFlow())</c>.</summary>
    private static bool IsFlowSuppressed(IOperation call)
    {
        for (var operation = call; operation is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); operation = operation.Parent)
        {
            if (operation is IUsingOperation { Resources: var resources } && Suppresses(resources))
            {
                return true;
            }

            if (operation.Parent is IBlockOperation block
                && block.Operations.TakeWhile(statement => statement != operation).Any(static statement => statement is IUsingDeclarationOperation declaration && Suppresses(declaration.DeclarationGroup)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Suppresses(IOperation resources) => resources.DescendantsAndSelf().Any(static operation =>
        operation is IInvocationOperation { TargetMethod: { Name: "SuppressFlow", ContainingType: var type } } && type.Is("System.Threading", "ExecutionContext", 0));

    /// <summary>Whether calling a method runs nothing of it: that is left to the enumeration of its result.</summary>
    private bool IsLazy(IMethodSymbol method) => method.ReturnType is INamedTypeSymbol { IsGenericType: true, Name: "IEnumerable" or "IAsyncEnumerable" or "IEnumerator" or "IAsyncEnumerator" }
        && (declared.Of(method, cancellationToken) is not null || Functions.IsIterator(method, cancellationToken) || declared.Referenced.IsIterator(method));

    private static bool IsEnumerated(IOperation sequence)
    {
        var operation = sequence;
        while (operation.Parent is IConversionOperation or IArgumentOperation or IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" })
        {
            operation = operation.Parent;
        }

        return operation.Parent is IForEachLoopOperation
            || (operation.Parent is IInvocationOperation { TargetMethod.Name: var name } && name.StartsWith("To", StringComparison.Ordinal));
    }

    private static bool IsForgotten(IOperation call)
    {
        var operation = call;
        while (operation.Parent is IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation
            || (operation.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" } outer && outer.Instance == operation))
        {
            operation = operation.Parent!;
        }

        return (operation.Parent is IExpressionStatementOperation || operation.Parent is ISimpleAssignmentOperation { Target: IDiscardOperation })
            && (call.Type.IsPlainTask() || call.Type.IsTaskOfT() || operation.Type.IsPlainTask() || operation.Type.IsTaskOfT());
    }

    private bool IsOwn(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);
}
