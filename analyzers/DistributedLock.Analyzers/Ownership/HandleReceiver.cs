using DistributedLock.Analyzers.Symbols;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Ownership;

/// <summary>Judges the calls that are given a handle, or are called on one.</summary>
internal static class HandleReceiver
{
    private const string Mark = "TakesLockOwnershipAttribute";

    private static readonly string[] ReleasingNames = ["Dispose", "Release", "Unlock", "Free", "Close", "Return"];

    /// <summary>Whether the name of a method says that it gives the lock back: of the handle itself, or of a helper.</summary>
    public static bool Releases(string method) =>
        ReleasingNames.Any(name => method.StartsWith(name, StringComparison.Ordinal)) || method.Contains("Dispos") || method.Contains("Release");

    /// <summary>Whether a call hands its own caller what looks like the handle again (<c>handle.ConfigureAwait(false)</c>).</summary>
    public static bool GivesItBack(IMethodSymbol method, LockSymbols symbols, HandleTypes handles) =>
        handles.IsHandle(symbols.ResultOf(method.ReturnType));

    /// <summary>
    /// Whether what is given a handle may release it: by its mark, its name, what its source does, or because it takes things of any kind and may keep them.
    /// </summary>
    public static bool MayRelease(IArgumentOperation argument, CancellationToken cancellationToken) =>
        argument.Parameter is not { } parameter
        || IsMarked(parameter)
        || argument.Parent is not IInvocationOperation { TargetMethod: { MethodKind: not MethodKind.Constructor } method } call
        || Releases(method.Name)
        || (!parameter.OriginalDefinition.Type.IsHandle() && !IsHarmless(call) && !IsOnlooker(method))
        || IsTakenOverInSource(parameter, cancellationToken);

    public static Passing Judge(IArgumentOperation argument, LockSymbols symbols, HandleTypes handles, CancellationToken cancellationToken)
    {
        // What is made with the handle has it, also where a constructor calls another one: `: this(locks.Acquire(key))`.
        if (argument.Parent is not IInvocationOperation { TargetMethod.MethodKind: not MethodKind.Constructor } call || argument.Parameter is not { } parameter
            || parameter.RefKind is RefKind.Out or RefKind.Ref || IsMarked(parameter))
        {
            return Passing.TakesOver;
        }

        var method = call.TargetMethod;
        if (Claim(method) is { } claim)
        {
            return IsNegated(call) ? Passing.DemandsNull : claim;
        }

        if (Releases(method.Name) || GivesItBack(method, symbols, handles))
        {
            return Passing.TakesOver;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return call.Instance is { } @delegate && Releases(NameOf(@delegate)) ? Passing.TakesOver : Passing.Uses;
        }

        var type = parameter.OriginalDefinition.Type;
        if (handles.IsHandle(type))
        {
            return IsTakenOverInSource(parameter, cancellationToken) ? Passing.TakesOver : Passing.Uses;
        }

        // What is generic keeps things: a list, a dictionary, a channel, a completion source. What takes a disposable takes it to dispose it. Only the
        // well-known onlookers take an object without keeping it.
        return type.SpecialType == SpecialType.System_Object && IsOnlooker(method) ? Passing.Uses : Passing.TakesOver;
    }

    /// <summary>Whether a call is of a kind that nobody guards against: assertions, logging, and what only looks.</summary>
    public static bool IsHarmless(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        return call.IsImplicit
            || Releases(method.Name)
            || Claim(method) is not null
            || IsAssertion(method)
            || method.Name.StartsWith("Log", StringComparison.Ordinal)
            || method.Name is "ToString" or "GetHashCode" or "GetType" or "Equals" or "ReferenceEquals" or "ConfigureAwait" or "AsTask"
            || method.Name is "DetachFromFlow" or "Yield"
            || method.ContainingType?.Name is "Expect" or "Interlocked" or "Volatile" or "GC" or "Stopwatch" or "TimeProvider";
    }

    /// <summary>
    /// Whether a lambda is given to a test's assertion that it throws (<c>Assert.ThrowsAsync</c>, <c>Record.ExceptionAsync</c>, or a delegate on which
    /// <c>Should().ThrowAsync</c> is called): what it acquires is not expected to be acquired.
    /// </summary>
    public static bool IsExpectedToThrow(EnclosingFunction function)
    {
        if (function.Operation is not IAnonymousFunctionOperation lambda)
        {
            return false;
        }

        IOperation value = lambda;
        while (value.Parent is IConversionOperation or IDelegateCreationOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => ExpectsException(call.TargetMethod),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var variable } } => function.Root.Descendants()
                .OfType<ILocalReferenceOperation>()
                .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, variable) && IsExpectedToThrow(reference)),
            _ => false,
        };
    }

    private static bool IsExpectedToThrow(IOperation @delegate)
    {
        var value = @delegate;
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        return value.Parent is IArgumentOperation { Parent: IInvocationOperation call }
            && (ExpectsException(call.TargetMethod) || call.TargetMethod.Name.StartsWith("Should", StringComparison.Ordinal));
    }

    private static bool ExpectsException(IMethodSymbol method) =>
        method.Name.Contains("Throw") || method.Name is "ExceptionAsync" or "Exception" or "Catch" or "CatchAsync" or "Invoking" or "Awaiting";

    /// <summary>What an assertion, or a method that does not return otherwise, expects of a condition: <c>Assert.True(x)</c>; nothing for other calls.</summary>
    public static bool? Expected(IOperation condition)
    {
        var value = condition;
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        if (value.Parent is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } argument)
        {
            return null;
        }

        var leaves = argument.Parameter?.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.Name == "DoesNotReturnIfAttribute");
        if (leaves?.ConstructorArguments.FirstOrDefault().Value is bool whenIt)
        {
            return !whenIt;
        }

        return IsAssertion(method)
            ? method.Name switch
            {
                "True" or "IsTrue" or "Assert" or "That" => true,
                "False" or "IsFalse" => false,
                _ => null,
            }
            : null;
    }

    // `free(handle)`, where free is a delegate.
    private static string NameOf(IOperation @delegate)
    {
        var name = @delegate switch
        {
            ILocalReferenceOperation local => local.Local.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            IMemberReferenceOperation member => member.Member.Name,
            _ => string.Empty,
        };
        name = name.TrimStart('_');
        return name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);
    }

    // handle.Should().BeNull(), Assert.That(handle, Is.Null)
    private static bool IsNegated(IInvocationOperation call) =>
        call.Parent is IInvocationOperation { TargetMethod.Name: "BeNull" }
        || (call.TargetMethod.Name == "That" && call.Arguments.Any(static argument => argument.Value.Syntax.ToString() == "Is.Null"));

    /// <summary>What an assertion or a guard says about its argument; nothing for other calls.</summary>
    private static Passing? Claim(IMethodSymbol method)
    {
        if (method.Name is "Null" or "IsNull" or "ShouldBeNull" && (IsAssertion(method) || method.Name == "ShouldBeNull"))
        {
            return Passing.DemandsNull;
        }

        return IsAssertion(method)
            || method.Name.StartsWith("ThrowIf", StringComparison.Ordinal)
            || method.Name.StartsWith("Should", StringComparison.Ordinal)
            || method.Parameters.Any(static parameter => parameter.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "NotNullAttribute"))
            ? Passing.DemandsHandle
            : null;
    }

    private static bool IsAssertion(IMethodSymbol method) =>
        method.ContainingType is { } type && (type.Name.EndsWith("Assert", StringComparison.Ordinal) || type.Name is "Debug");

    private static bool IsOnlooker(IMethodSymbol method) =>
        method.Name is "Equals" or "ReferenceEquals" or "KeepAlive" or "Format" or "Concat"
        || method.Name.StartsWith("Log", StringComparison.Ordinal)
        || method.ContainingType?.Name is "Console" or "Debug" or "Trace" or "GC" or "String" or "Monitor" or "Convert" or "TextWriter";

    private static bool IsMarked(IParameterSymbol parameter) =>
        parameter.GetAttributes().Concat(parameter.OriginalDefinition.GetAttributes()).Any(static attribute => attribute.AttributeClass?.Name == Mark);

    private static bool IsTakenOverInSource(IParameterSymbol parameter, CancellationToken cancellationToken)
    {
        var method = parameter.OriginalDefinition.ContainingSymbol;
        var parts = method is IMethodSymbol { PartialImplementationPart: { } part } ? part.DeclaringSyntaxReferences : method.DeclaringSyntaxReferences;
        return parts.Any(reference => TakenOverInSource.Says(reference.GetSyntax(cancellationToken), parameter.Name));
    }
}
