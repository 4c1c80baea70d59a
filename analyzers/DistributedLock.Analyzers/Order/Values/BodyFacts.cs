using System.Collections.Immutable;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Order.Values;

/// <summary>
/// What a body does to its variables: which keep the value they begin with, and which are disposed. Found on first demand, in one walk.
/// </summary>
internal sealed class BodyFacts(ImmutableArray<IOperation> blocks)
{
    private readonly Dictionary<ILocalSymbol, IOperation> _initializers = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _assigned = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _disposed = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _inLocalFunctions = new(SymbolEqualityComparer.Default);
    private bool _isRead;

    /// <summary>Whether a variable or member gets another value somewhere in the body.</summary>
    public bool IsAssigned(ISymbol symbol) => Read()._assigned.Contains(symbol);

    /// <summary>Whether a local is disposed somewhere in the body: by a call, or by a <c>using</c> of it.</summary>
    public bool IsDisposed(ILocalSymbol local) => Read()._disposed.Contains(local);

    /// <summary>Whether a local function does more with a handle than read its properties. It may run long before the place where it is written.</summary>
    public bool IsInLocalFunction(ILocalSymbol handle) => Read()._inLocalFunctions.Contains(handle);

    /// <summary>What a local is and stays; <see langword="null"/> when that is not evident.</summary>
    public IOperation? ValueOf(ILocalSymbol local) =>
        !IsAssigned(local) && _initializers.TryGetValue(local, out var initializer) ? initializer : null;

    private BodyFacts Read()
    {
        if (!_isRead)
        {
            _isRead = true;
            foreach (var operation in blocks.SelectMany(static block => block.DescendantsAndSelf()))
            {
                Note(operation);
            }
        }

        return this;
    }

    private void Note(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                _initializers[declarator.Symbol] = initializer.Value;
                if (declarator.Symbol.RefKind == RefKind.Ref)
                {
                    NoteAssigned(initializer.Value);
                }

                break;
            case IAddressOfOperation address:
                NoteAssigned(address.Reference);
                break;
            case ILocalReferenceOperation { Parent: not IPropertyReferenceOperation } reference when reference.Local.Type.IsHandle() && IsInLocalFunction(reference):
                _inLocalFunctions.Add(reference.Local);
                break;
            case IAssignmentOperation assignment:
                NoteAssigned(assignment.Target);
                break;
            case IIncrementOrDecrementOperation step:
                NoteAssigned(step.Target);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                NoteAssigned(argument.Value);
                break;
            case IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" } call when HandleUse.LocalOf(call) is { } local:
                _disposed.Add(local);
                break;
            case IUsingOperation { Resources: var resources } when HandleUse.LocalOf(resources) is { } local:
                _disposed.Add(local);
                break;
        }
    }

    private static bool IsInLocalFunction(ILocalReferenceOperation reference)
    {
        for (var outer = reference.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is ILocalFunctionOperation function)
            {
                return !SymbolEqualityComparer.Default.Equals(function.Symbol, reference.Local.ContainingSymbol);
            }

            if (outer is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, reference.Local.ContainingSymbol))
            {
                return false;
            }
        }

        return false;
    }

    private void NoteAssigned(IOperation target)
    {
        switch (target)
        {
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                {
                    NoteAssigned(element);
                }

                break;
            case IDeclarationExpressionOperation declaration:
                NoteAssigned(declaration.Expression);
                break;
            case ILocalReferenceOperation local:
                _assigned.Add(local.Local);
                break;
            case IParameterReferenceOperation parameter:
                _assigned.Add(parameter.Parameter);
                break;

            // An object initializer gives a new object its first value.
            case IMemberReferenceOperation { Instance: not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } member:
                _assigned.Add(member.Member.OriginalDefinition);
                break;
        }
    }
}
