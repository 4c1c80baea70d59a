using DistributedLock.Analyzers.Order.Values;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Order.Acquisitions;

/// <summary>Reads the calls by which code takes a lock without an attribute.</summary>
internal static class AcquireCalls
{
    /// <summary>Whether this is one of the runtime's methods that take a lock, or a provider's own.</summary>
    public static bool IsAcquire(IMethodSymbol method) => method.Name switch
    {
        "AcquireAsync" or "Acquire" or "AcquireAllAsync" or "AcquireAll" or "TryAcquireAllAsync" or "TryAcquireAll" => IsExtension(method),
        "TryAcquireAsync" or "TryAcquire" => IsExtension(method) || IsOwn(method),
        _ => false,
    };

    /// <returns>The locks that the call takes together; none where that is not evident.</returns>
    public static IReadOnlyList<Acquisition> Read(IInvocationOperation call, ValueReader values)
    {
        var provider = values.Read(call.Instance ?? ArgumentOf(call, "provider"));
        var waits = !IsZero(ArgumentOf(call, "timeout"));
        if (ArgumentOf(call, "request") is { } request)
        {
            return Request(call, request, provider, values) is { } one ? [one] : [];
        }

        if (ArgumentOf(call, "keys") is { } keys)
        {
            return Elements(values.Resolved(keys)).Select(key => Make(values.Read(key))).ToList();
        }

        return ArgumentOf(call, "key") is { } single ? [Make(values.Read(single))] : [];

        Acquisition Make(BoundValue key) => new(key, provider, call.Syntax.GetLocation()) { Waits = waits, MayFail = MayFail(call) };
    }

    private static Acquisition? Request(IInvocationOperation call, IOperation argument, BoundValue provider, ValueReader values)
    {
        if (values.Resolved(argument) is not IObjectCreationOperation { Type.Name: "LockRequest", Arguments.Length: > 0 } creation)
        {
            return null;
        }

        // Half-typed code may set an option twice.
        var options = new Dictionary<string, IOperation>(StringComparer.Ordinal);
        foreach (var assignment in creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
        {
            if (assignment.Target is IPropertyReferenceOperation option)
            {
                options[option.Property.Name] = assignment.Value;
            }
        }

        var mode = Constant("Mode");
        var permits = Constant("MaxConcurrency");
        if ((options.ContainsKey("Mode") && mode is null) || (options.ContainsKey("MaxConcurrency") && permits is null))
        {
            return null;
        }

        var key = options.TryGetValue("Key", out var replaced) ? replaced : creation.Arguments[0].Value;
        return new Acquisition(values.Read(key), provider, call.Syntax.GetLocation())
        {
            IsShared = mode is Acquisition.ModeShared,
            IsSemaphore = permits is int and > 1,
            Waits = !(options.TryGetValue("Timeout", out var timeout) && IsZero(timeout)),
            IsChecked = IsExtension(call.TargetMethod),
            IsDetached = options.ContainsKey("TrackFlow") && Constant("TrackFlow") is not true,
            MayFail = MayFail(call),
        };

        object? Constant(string option) => options.TryGetValue(option, out var value) ? value.ConstantValue.Value : null;
    }

    private static IEnumerable<IOperation> Elements(IOperation? keys) => keys switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        IObjectCreationOperation { Initializer: { } initializer } =>
            initializer.Initializers.OfType<IInvocationOperation>().Where(static add => add.Arguments.Length == 1).Select(static add => add.Arguments[0].Value),
        // A collection expression has no operation of its own in the oldest compiler that loads this assembly.
        { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax } list => list.ChildOperations,
        _ => [],
    };

    private static IOperation? ArgumentOf(IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    private static bool IsZero(IOperation? timeout) => timeout switch
    {
        IConversionOperation conversion => IsZero(conversion.Operand),
        IDefaultValueOperation { Type.Name: "TimeSpan" } => true,
        IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } } => true,
        _ => false,
    };

    private static bool MayFail(IInvocationOperation call) => call.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal);

    private static bool IsExtension(IMethodSymbol method) =>
        (method.ReducedFrom ?? method).ContainingType.Is("DistributedLock", "DistributedLockProviderExtensions", 0);

    private static bool IsOwn(IMethodSymbol method) => !method.IsStatic && method.Parameters.Length > 0
        && method.Parameters[0].Type.Is("DistributedLock", "LockRequest", 0)
        && (method.ContainingType.IsProvider() || method.ContainingType.AllInterfaces.Any(static type => type.IsProvider()));
}
