using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Transactions;

/// <summary>A transaction that a function commits, kept in a local variable or given as a parameter.</summary>
internal sealed class Transaction
{
    private readonly ISymbol _variable;
    private readonly IReadOnlyList<IOperation> _operations;
    private readonly Moment _opened;

    /// <summary>A transaction scope commits when it is disposed; <c>Complete</c> is only its consent.</summary>
    private readonly Moment? _disposedToCommit;

    private Transaction(ISymbol variable, IReadOnlyList<IOperation> operations, Moment opened, Moment? disposedToCommit)
    {
        _variable = variable;
        _operations = operations;
        _opened = opened;
        _disposedToCommit = disposedToCommit;
    }

    public string Name => _variable.Name;

    /// <summary>Whether this commits a transaction: of ADO.NET, of Entity Framework Core, or of <c>System.Transactions</c>.</summary>
    public static bool IsCommit(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Commit" or "CommitAsync" => IsTransaction(call.Instance?.Type),
        "Complete" => IsScope(call.Instance?.Type),
        _ => false,
    };

    /// <returns><see langword="null"/> when it is not known where it was opened.</returns>
    public static Transaction? Find(IInvocationOperation commit, IReadOnlyList<IOperation> operations)
    {
        if (commit.Instance is IParameterReferenceOperation parameter)
        {
            return IsScope(parameter.Type) ? null : new Transaction(parameter.Parameter, operations, default, disposedToCommit: null);
        }

        if (commit.Instance is not ILocalReferenceOperation { Local: var local } || OpeningOf(local, operations) is not { } opening || IsSuppressed(opening))
        {
            return null;
        }

        var isScope = IsScope(local.Type);
        var disposal = isScope ? Moment.DisposalOf(local, operations) : null;
        return isScope && disposal is null ? null : new Transaction(local, operations, Moment.At(opening), disposal);
    }

    /// <summary>The commit that comes after a lock was released, though the transaction was opened before it was taken; <see langword="null"/> for none.</summary>
    public IInvocationOperation? FirstCommitAfter(HeldSpan hold) => _opened.CompareTo(hold.Taken) >= 0
        ? null
        : _operations.OfType<IInvocationOperation>().FirstOrDefault(call =>
            IsCommit(call)
            && SymbolEqualityComparer.Default.Equals(VariableOf(call), _variable)
            && Moment.At(call).CompareTo(hold.Taken) > 0
            && hold.Released.CompareTo(_disposedToCommit ?? Moment.At(call)) < 0
            && ControlPath.LeadsFrom(hold.Call, call));

    private static ISymbol? VariableOf(IInvocationOperation call) => call.Instance switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>The only value that a variable is given. With several it is not known which transaction is meant.</summary>
    private static IOperation? OpeningOf(ILocalSymbol local, IReadOnlyList<IOperation> operations)
    {
        var values = operations.Select(operation => operation switch
        {
            IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) =>
                declarator.Initializer?.Value ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer?.Value,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, local) => assignment.Value,
            _ => null,
        });
        var given = values.Where(static value => value is not null and not { ConstantValue: { HasValue: true, Value: null } }).Take(2).ToList();
        return given.Count == 1 ? given[0] : null;
    }

    private static bool IsSuppressed(IOperation opening) =>
        opening.DescendantsAndSelf().Any(static operation => operation is IFieldReferenceOperation { Field: { Name: "Suppress", ContainingType.Name: "TransactionScopeOption" } });

    private static bool IsScope(ITypeSymbol? type) => type.Is("System.Transactions", "TransactionScope", 0);

    private static bool IsTransaction(ITypeSymbol? type) => type is not null && (IsKnown(type) || type.AllInterfaces.Any(IsKnown));

    private static bool IsKnown(ITypeSymbol type) =>
        type.Is("System.Data", "IDbTransaction", 0)
        || type.Is("Microsoft.EntityFrameworkCore.Storage", "IDbContextTransaction", 0)
        || type.Is("System.Transactions", "CommittableTransaction", 0);
}
