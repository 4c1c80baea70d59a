using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>
/// Finds the user's methods that the other part calls: the one of the interface's name, and the fallback. It is enough that they take some of what the
/// interface's method gets, in any order; a token and the handle of what is held can be had in any case.
/// </summary>
internal sealed class JobBodyReader(MethodContext context, bool severalLocks)
{
    public BodyCall? ReadBody()
    {
        var name = context.Method.Name;
        if (Find(name, isBody: true, out var mismatch) is { } body)
        {
            return body;
        }

        if (mismatch is null && JobAttributes.BaseTypes(context.Type).Any(type => JobRules.ExplicitImplementation(type, context.Job!) is not null))
        {
            context.Problems.Error(
                ProblemIds.ImplementedExplicitly, ProblemTarget.Identifier(context.Type), context.Type.Name,
                $"a base class implements '{CSharpText.Short(context.Job!.Interface)}.{name}' explicitly, so it cannot be called under the lock: put the attribute on a partial method that it calls");
            return null;
        }

        var reason = mismatch is null ? $"there is no method '{name}'" : $"'{name}' cannot be it, because {mismatch}";
        context.Problems.Error(ProblemIds.CoreMissing, ProblemTarget.Identifier(context.Type), context.Type.Name, reason, Expected(name));
        return null;
    }

    public BodyCall? ReadFallback(NamedOption<string> named)
    {
        if (Find(named.Value, isBody: false, out var mismatch) is { } fallback)
        {
            return fallback;
        }

        var reason = mismatch is null ? $"there is no method '{named.Value}'" : $"'{named.Value}' cannot be the fallback, because {mismatch}";
        context.Problems.Error(ProblemIds.OptionsContradict, ProblemTarget.Of(named.Attribute, OptionNames.Fallback), $"{reason}: write '{Expected(named.Value)}'");
        return null;
    }

    private string Expected(string name)
    {
        var method = context.Method;
        var parameters = method.Parameters.Select(static parameter => $"{CSharpText.Short(parameter.Type)} {CSharpText.Name(parameter.Name)}");
        return $"public async {CSharpText.Short(method.ReturnType)} {name}({string.Join(", ", parameters)})";
    }

    private BodyCall? Find(string name, bool isBody, out string? mismatch)
    {
        mismatch = null;
        for (INamedTypeSymbol? type = context.Type; type is not null; type = type.BaseType)
        {
            foreach (var candidate in type.GetMembers(name).OfType<IMethodSymbol>().Where(IsCandidate).OrderByDescending(Rank))
            {
                var arguments = Arguments(candidate, isBody, out var reason);
                if (arguments is null)
                {
                    mismatch ??= reason;
                    continue;
                }

                context.Core = isBody ? candidate : context.Core;
                return new BodyCall(context.Access(candidate), arguments.ToEquatableArray(), !candidate.ReturnsVoid);
            }
        }

        return null;
    }

    private bool IsCandidate(IMethodSymbol method) => method.MethodKind == MethodKind.Ordinary && context.CanAccess(method);

    /// <summary>What implements the interface's method goes first, then what takes more.</summary>
    private int Rank(IMethodSymbol method)
    {
        var parameters = context.Method.Parameters;
        var isImplementation = method.DeclaredAccessibility == Accessibility.Public
            && method.Parameters.Length == parameters.Length
            && method.Parameters.Zip(parameters, static (left, right) => SymbolEqualityComparer.Default.Equals(left.Type, right.Type)).All(static same => same);
        return isImplementation ? int.MaxValue : method.Parameters.Length;
    }

    private List<BodyArgument>? Arguments(IMethodSymbol candidate, bool isBody, out string? reason)
    {
        reason = candidate switch
        {
            { Arity: > 0 } => "it has type parameters",
            { IsAsync: true, ReturnsVoid: true } => "it is 'async void', whose end nobody can wait for",
            { ReturnsVoid: false } when !candidate.ReturnType.IsPlainTask() => $"it returns '{CSharpText.Short(candidate.ReturnType)}'",
            _ => null,
        };
        if (reason is not null)
        {
            return null;
        }

        var arguments = new List<BodyArgument>();
        var remaining = context.Method.Parameters.ToList();
        foreach (var parameter in candidate.Parameters)
        {
            if (Argument(parameter, remaining, isBody) is not { } argument || parameter.RefKind != RefKind.None)
            {
                reason = $"its parameter '{parameter.Name}' is one that nothing is known for";
                return null;
            }

            arguments.Add(argument);
        }

        return arguments;
    }

    private BodyArgument? Argument(IParameterSymbol parameter, List<IParameterSymbol> remaining, bool isBody)
    {
        var source = remaining.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.Type, parameter.Type));
        if (source is not null)
        {
            remaining.Remove(source);
        }

        return parameter.Type.IsCancellationToken() ? new BodyArgument(BodyArgumentKind.Token, string.Empty)
            : source is not null ? new BodyArgument(BodyArgumentKind.Parameter, CSharpText.Name(source.Name))
            : !isBody ? null
            : severalLocks && parameter.Type.IsHandleList() ? new BodyArgument(BodyArgumentKind.Handles, string.Empty)
            : !severalLocks && parameter.Type.IsHandle() ? new BodyArgument(BodyArgumentKind.Handle, string.Empty)
            : null;
    }
}
