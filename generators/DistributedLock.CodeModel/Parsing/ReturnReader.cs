using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Reads what a locked method returns.</summary>
internal static class ReturnReader
{
    /// <returns><see langword="null"/> for a type that cannot be supported.</returns>
    public static ReturnModel? Read(MethodContext context)
    {
        var type = context.Method.ReturnType;
        if (ReasonAgainst(type) is { } reason)
        {
            context.Problems.Error(ProblemIds.Unsupported, ProblemTarget.ReturnType(context.Method), context.Method.Name, reason);
            return null;
        }

        if (type.IsPlainTask())
        {
            return new ReturnModel(ReturnForm.Asynchronous, Payload: null, Result: null);
        }

        if (type.IsTaskOfT())
        {
            return Unwrap(ReturnForm.Asynchronous, ((INamedTypeSymbol)type).TypeArguments[0]);
        }

        return type.IsAsyncEnumerable()
            ? new ReturnModel(ReturnForm.Stream, CSharpText.Type(((INamedTypeSymbol)type).TypeArguments[0]), Result: null)
            : Unwrap(ReturnForm.Synchronous, type);
    }

    /// <summary>The type that a core returns, inside its task; <see langword="null"/> for none.</summary>
    public static ITypeSymbol? PayloadOf(ITypeSymbol type)
    {
        if (type.IsPlainTask())
        {
            return null;
        }

        if (type.IsTaskOfT() || type.IsAsyncEnumerable())
        {
            type = ((INamedTypeSymbol)type).TypeArguments[0];
        }

        return type.SpecialType == SpecialType.System_Void || type.IsLockResult() ? null
            : type.IsLockResultOfT() ? ((INamedTypeSymbol)type).TypeArguments[0]
            : type;
    }

    private static ReturnModel Unwrap(ReturnForm form, ITypeSymbol type)
    {
        var payload = PayloadOf(type);
        return new ReturnModel(
            form,
            payload is null ? null : CSharpText.Type(payload),
            type.IsLockResult() || type.IsLockResultOfT() ? CSharpText.Type(type) : null);
    }

    private static string? ReasonAgainst(ITypeSymbol type)
    {
        if (type.Is("System.Collections.Generic", "IAsyncEnumerator", 1))
        {
            return "it returns an enumerator: return IAsyncEnumerable<T>, so that the lock is held while it is enumerated";
        }

        if (PayloadOf(type) is { } inner && (type.IsTaskOfT() || type.IsLockResultOfT()) && (inner.IsPlainTask() || inner.IsTaskOfT()))
        {
            return "its result is a task, which would go on after the lock is released: await it in the core, and return its value";
        }

        if (type.IsTaskOfT() && PayloadOf(type) is { } payload && (payload.IsAsyncEnumerable() || payload.Is("System.Collections.Generic", "IAsyncEnumerator", 1)))
        {
            return "its task gives a stream, which would be enumerated after the lock is released: return IAsyncEnumerable<T> itself";
        }

        var isAwaitable = type is INamedTypeSymbol && !type.IsPlainTask() && !type.IsTaskOfT() && type.GetMembers("GetAwaiter").OfType<IMethodSymbol>()
            .Any(method => method is { IsStatic: false, Parameters.IsEmpty: true });
        return isAwaitable
            ? $"it returns '{CSharpText.Short(type)}', whose end the wrapper cannot wait for: return Task, ValueTask or their generic forms"
            : null;
    }
}
