using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Whether a method can be called as the core or the fallback of a wrapper, and with which arguments.</summary>
internal sealed class BodyMatcher(MethodContext context, ReturnModel returns, ParameterRoles roles, bool severalLocks)
{
    private readonly IMethodSymbol _wrapper = context.Method;

    /// <returns><see langword="null"/> when it cannot be called; <paramref name="reason"/> then says why.</returns>
    public BodyCall? Match(IMethodSymbol candidate, bool isCore, out string? reason)
    {
        reason = ReasonAgainst(candidate);
        if (reason is null && isCore && returns.Form != ReturnForm.Stream && IsIterator(candidate))
        {
            reason = "it is an iterator, whose code runs only when the result is enumerated, after the lock is released: return a list, or IAsyncEnumerable<T>";
        }

        if (reason is not null)
        {
            return null;
        }

        var called = _wrapper.Arity > 0 ? candidate.Construct([.. _wrapper.TypeParameters]) : candidate;
        reason = ReasonAgainstReturn(called);
        if (reason is not null)
        {
            return null;
        }

        reason = NearerOverload(candidate);
        if (reason is not null)
        {
            return null;
        }

        if (Arguments(called, isCore, out reason) is not { } arguments)
        {
            return null;
        }

        var isAwaited = called.ReturnType.IsPlainTask() || called.ReturnType.IsTaskOfT();
        return new BodyCall(
            context.Access(candidate) + SignatureReader.TypeParameters(_wrapper),
            arguments.ToEquatableArray(),
            returns.Form == ReturnForm.Asynchronous && isAwaited);
    }

    private string? ReasonAgainst(IMethodSymbol candidate)
    {
        if (_wrapper.IsStatic && !candidate.IsStatic)
        {
            return "it is not static";
        }

        if (_wrapper.IsReadOnly && context.Type.TypeKind == TypeKind.Struct && candidate is { IsReadOnly: false, IsStatic: false })
        {
            return "it is not readonly, so it would change a copy";
        }

        if (candidate is { IsAsync: true, ReturnsVoid: true })
        {
            return "it is 'async void', whose end nobody can wait for";
        }

        if (candidate.Arity != _wrapper.Arity)
        {
            return $"it has {Count(candidate.Arity, "type parameter")} instead of {_wrapper.Arity}";
        }

        var isConstrained = candidate.TypeParameters.Zip(_wrapper.TypeParameters, ConstraintComparison.IsMet).Contains(false);
        return isConstrained ? "its type parameters have constraints that the locked method's do not have" : null;
    }

    private string? ReasonAgainstReturn(IMethodSymbol called)
    {
        var expected = ReturnReader.PayloadOf(_wrapper.ReturnType);
        var actual = called.ReturnType;
        if (called.ReturnsByRef || called.ReturnsByRefReadonly)
        {
            return "it returns by reference";
        }

        var matches = returns.Form switch
        {
            ReturnForm.Stream => actual.IsAsyncEnumerable() && TypeComparison.Fits(Argument(actual), expected!),
            ReturnForm.Asynchronous when expected is null => actual.IsPlainTask(),
            ReturnForm.Asynchronous => actual.IsTaskOfT() && TypeComparison.Fits(Argument(actual), expected),
            _ when expected is null => called.ReturnsVoid,
            _ => TypeComparison.Fits(actual, expected),
        };
        return matches ? null : $"it returns '{CSharpText.Short(actual)}'";
    }

    private List<BodyArgument>? Arguments(IMethodSymbol called, bool isCore, out string? reason)
    {
        reason = null;
        var arguments = new List<BodyArgument>();
        var remaining = new Queue<IParameterSymbol>(_wrapper.Parameters.Where(parameter => !IsRole(parameter)));
        var otherTokens = remaining.Count(parameter => parameter.Type.IsCancellationToken());
        var tokens = called.Parameters.Where(parameter => parameter.Type.IsCancellationToken()).ToList();

        // Where there is one token more than the ordinary parameters account for, the one in the lock token's place (else the last) is it.
        var token = tokens.Count == otherTokens + 1 ? tokens[TokenPosition(tokens.Count)] : null;
        var handles = called.Parameters.Where(parameter => IsHandle(parameter.Type)).ToList();
        if (handles.Count > (isCore || roles.GivenHandle is not null ? 1 : 0))
        {
            reason = isCore ? "it takes more than one handle" : "a fallback runs without the lock, so it cannot take a handle";
            return null;
        }

        foreach (var parameter in called.Parameters)
        {
            if (SymbolEqualityComparer.Default.Equals(parameter, token))
            {
                arguments.Add(new BodyArgument(BodyArgumentKind.Token, string.Empty));
            }
            else if (handles.Contains(parameter, SymbolEqualityComparer.Default))
            {
                arguments.Add(isCore
                    ? new BodyArgument(severalLocks ? BodyArgumentKind.Handles : BodyArgumentKind.Handle, string.Empty)
                    : new BodyArgument(BodyArgumentKind.Parameter, CSharpText.Name(roles.GivenHandle!.Name)));
            }
            else if (remaining.Count == 0 || ReasonAgainst(parameter, remaining.Peek()) is not null)
            {
                reason = remaining.Count == 0 ? $"its parameter '{parameter.Name}' is one too many{HandleHint(parameter)}" : ReasonAgainst(parameter, remaining.Peek());
                return null;
            }
            else
            {
                var source = remaining.Dequeue();
                arguments.Add(new BodyArgument(BodyArgumentKind.Parameter, Argument(source)));
            }
        }

        reason = remaining.Count > 0 ? $"it has no parameter for '{remaining.Peek().Name}'" : null;
        return reason is null ? arguments : null;
    }

    /// <summary>A dynamic argument would leave the choice of the method to run time.</summary>
    public static string Argument(IParameterSymbol source)
    {
        var cast = source is not { RefKind: RefKind.None, Type.TypeKind: TypeKind.Dynamic } ? string.Empty
            : source.NullableAnnotation == NullableAnnotation.Annotated ? "(object?)"
            : "(object)";
        return cast + CSharpText.ArgumentModifier(source.RefKind) + CSharpText.Name(source.Name);
    }

    /// <summary>
    /// C# looks for a method in the nearest type first, and takes what fits there, before it looks at a better one further up. Overrides count where the
    /// method was first declared.
    /// </summary>
    private string? NearerOverload(IMethodSymbol candidate)
    {
        var first = candidate;
        while (first.OverriddenMethod is { } overridden)
        {
            first = overridden;
        }

        for (INamedTypeSymbol? type = context.Type; type is not null && !IsDeclaredIn(first, type); type = type.BaseType)
        {
            if (type.GetMembers(candidate.Name).OfType<IMethodSymbol>().FirstOrDefault(other => !other.IsOverride && CouldTake(other, candidate)) is { } nearer)
            {
                return $"a call would go to '{nearer.Name}({string.Join(", ", nearer.Parameters.Select(static parameter => CSharpText.Short(parameter.Type)))})', which is declared nearer: rename one of the two";
            }
        }

        return null;
    }

    private static bool IsDeclaredIn(IMethodSymbol method, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, type.OriginalDefinition);

    private bool CouldTake(IMethodSymbol other, IMethodSymbol candidate) =>
        other.Arity == candidate.Arity
        && other.Parameters.Length >= candidate.Parameters.Length
        && other.Parameters.Skip(candidate.Parameters.Length).All(static parameter => parameter.IsOptional || parameter.IsParams)
        && candidate.Parameters.Zip(other.Parameters, (given, taken) =>
            given.RefKind == taken.RefKind && context.Compilation.ClassifyCommonConversion(given.Type, taken.Type).IsImplicit).All(static fits => fits);

    private int TokenPosition(int count)
    {
        var own = _wrapper.Parameters.Where(parameter => parameter.Type.IsCancellationToken()).ToList();
        var position = own.FindIndex(parameter => SymbolEqualityComparer.Default.Equals(parameter, roles.Token));
        return position < 0 || position >= count ? count - 1 : position;
    }

    private bool IsHandle(ITypeSymbol type) => severalLocks ? type.IsHandleList() : type.IsHandle();

    private bool IsRole(IParameterSymbol parameter) =>
        SymbolEqualityComparer.Default.Equals(parameter, roles.Token) || SymbolEqualityComparer.Default.Equals(parameter, roles.GivenHandle);

    private static string? ReasonAgainst(IParameterSymbol actual, IParameterSymbol source) =>
        actual.RefKind == source.RefKind && TypeComparison.Fits(source.Type, actual.Type)
            ? null
            : $"its parameter '{actual.Name}' is '{TypeOf(actual)}' instead of '{TypeOf(source)}'" + (actual.Name == source.Name ? string.Empty : $" for '{source.Name}'");

    private static string TypeOf(IParameterSymbol parameter) => CSharpText.ArgumentModifier(parameter.RefKind) + CSharpText.Short(parameter.Type);

    private static ITypeSymbol Argument(ITypeSymbol type) => ((INamedTypeSymbol)type).TypeArguments[0];

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    /// <summary>The kind of handle that a core of this method can ask for, where it asks for the other kind.</summary>
    private string HandleHint(IParameterSymbol parameter) =>
        severalLocks && parameter.Type.IsHandle() ? " (the method takes several locks: ask for an IReadOnlyList<IDistributedLockHandle>)"
        : string.Empty;

    /// <summary>Only what returns one of these types can be an iterator; the bodies of the others are not looked at.</summary>
    private bool IsIterator(IMethodSymbol candidate) => candidate.ReturnType.Name is "IEnumerable" or "IEnumerator" or "IAsyncEnumerable" or "IAsyncEnumerator" && candidate.DeclaringSyntaxReferences.Any(reference =>
        reference.GetSyntax(context.CancellationToken)
            .DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(static node => node is YieldStatementSyntax));
}
