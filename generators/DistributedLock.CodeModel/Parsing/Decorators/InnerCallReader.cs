using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Decorators;

/// <summary>Reads the calls of the service behind a decorator: that of the locked method itself, and that of its fallback.</summary>
internal sealed class InnerCallReader(MethodContext context, DecoratorContext decorator, ReturnModel returns, ParameterRoles roles)
{
    private readonly IMethodSymbol _method = context.Method;

    public BodyCall ReadInner() => Call(decorator.Access(_method), Arguments(_method, isLocked: true)!, returns.Result is not null);

    public BodyCall? ReadFallback(NamedOption<string> named)
    {
        foreach (var candidate in decorator.Members.OfType<IMethodSymbol>().Where(candidate => candidate.Name == named.Value && candidate.Arity == _method.Arity))
        {
            var called = _method.Arity > 0 ? candidate.Construct([.. _method.TypeParameters]) : candidate;
            var isConstrained = candidate.TypeParameters.Zip(_method.TypeParameters, ConstraintComparison.IsMet).Contains(false);
            if (!isConstrained
                && !SymbolEqualityComparer.Default.Equals(candidate, _method)
                && ReturnsResult(called) is { } returnsResult
                && Arguments(called, isLocked: false) is { } arguments)
            {
                return Call(Target(candidate), arguments, returnsResult);
            }
        }

        context.Problems.Error(
            ProblemIds.OptionsContradict,
            ProblemTarget.Of(named.Attribute, OptionNames.Fallback),
            $"'{named.Value}' is no method of '{decorator.Contract.Name}' that takes and returns what '{_method.Name}' does: name one, or remove Fallback");
        return null;
    }

    /// <summary>A fallback that is locked itself must not be reached past its lock.</summary>
    private string Target(IMethodSymbol fallback) => !DecoratorContext.IsLocked(fallback) ? decorator.Access(fallback)
        : decorator.IsExplicit(fallback) ? $"(({CSharpText.Type(fallback.ContainingType)})this).{CSharpText.Name(fallback.Name)}"
        : $"this.{CSharpText.Name(fallback.Name)}";

    private BodyCall Call(string target, List<BodyArgument> arguments, bool returnsResult) => new(
        target + SignatureReader.TypeParameters(_method),
        arguments.ToEquatableArray(),
        returns.Form == ReturnForm.Asynchronous)
    {
        ReturnsResult = returnsResult,
    };

    /// <returns>Whether the result says itself whether the lock was held; <see langword="null"/> for a method that returns something else.</returns>
    private bool? ReturnsResult(IMethodSymbol called)
    {
        var type = called.ReturnType;
        if (called.ReturnsByRef || called.ReturnsByRefReadonly)
        {
            return null;
        }

        if (TypeComparison.Fits(type, _method.ReturnType))
        {
            return returns.Result is not null;
        }

        var payload = ReturnReader.PayloadOf(_method.ReturnType);
        var isPlain = returns.Result is not null && (returns.Form, payload) switch
        {
            (ReturnForm.Asynchronous, null) => type.IsPlainTask(),
            (ReturnForm.Asynchronous, _) => type.IsTaskOfT() && TypeComparison.Fits(((INamedTypeSymbol)type).TypeArguments[0], payload),
            (_, null) => called.ReturnsVoid,
            _ => TypeComparison.Fits(type, payload),
        };
        return isPlain ? false : null;
    }

    /// <summary>A fallback may leave out the token and the handle.</summary>
    private List<BodyArgument>? Arguments(IMethodSymbol called, bool isLocked)
    {
        var arguments = new List<BodyArgument>();
        var remaining = new Queue<IParameterSymbol>(_method.Parameters);
        foreach (var parameter in called.Parameters)
        {
            while (remaining.Count > 0 && IsRole(remaining.Peek()) && !Fits(remaining.Peek(), parameter))
            {
                remaining.Dequeue();
            }

            if (remaining.Count == 0 || !Fits(remaining.Peek(), parameter))
            {
                return null;
            }

            arguments.Add(Argument(remaining.Dequeue(), isLocked));
        }

        return remaining.All(IsRole) ? arguments : null;
    }

    private BodyArgument Argument(IParameterSymbol parameter, bool isLocked) =>
        SymbolEqualityComparer.Default.Equals(parameter, roles.Token) ? new BodyArgument(BodyArgumentKind.Token, string.Empty)
        : isLocked && SymbolEqualityComparer.Default.Equals(parameter, roles.GivenHandle) ? new BodyArgument(BodyArgumentKind.Handle, string.Empty)
        : new BodyArgument(BodyArgumentKind.Parameter, BodyMatcher.Argument(parameter));

    private bool IsRole(IParameterSymbol parameter) =>
        SymbolEqualityComparer.Default.Equals(parameter, roles.Token) || SymbolEqualityComparer.Default.Equals(parameter, roles.GivenHandle);

    private static bool Fits(IParameterSymbol given, IParameterSymbol taken) => given.RefKind == taken.RefKind && TypeComparison.Fits(given.Type, taken.Type);
}
