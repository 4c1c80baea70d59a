using System.Collections.Immutable;
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
    private bool _isRead;

    /// <summary>Whether a variable or member gets another value somewhere in the body.</summary>
    public bool IsAssigned(ISymbol symbol) => Read()._assigned.Contains(symbol);

    /// <summary>Whether a local is disposed somewhere in the body: by a call, or by a <c>using</c> of it.</summary>
    public bool IsDisposed(ILocalSymbol local) => Read()._disposed.Contains(local);

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
