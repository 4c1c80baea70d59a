using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Problems;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Finds the methods that a wrapper calls: the core, which runs under the lock, and the fallback, which runs without it.</summary>
internal sealed class BodyReader(MethodContext context, ReturnModel returns, ParameterRoles roles, bool severalLocks)
{
    private const string AsyncSuffix = "Async";

    private readonly BodyMatcher _matcher = new(context, returns, roles, severalLocks);

    /// <summary>The name of the core by convention.</summary>
    public static string DefaultCoreName(IMethodSymbol method) => CoreNames(method)[0];

    public BodyCall? ReadCore(NamedOption<string>? named)
    {
        var names = named is { } option ? [option.Value] : CoreNames(context.Method);
        var candidates = Candidates(names);
        var core = Match(candidates, isCore: true, out var mismatch);
        if (core is null)
        {
            var expected = BodySignatureText.Of(context, returns, names[0], isCore: true);
            var nearest = candidates.FirstOrDefault(candidate => candidate.DeclaringSyntaxReferences.Length > 0);
            var target = named is { } wrong ? ProblemTarget.Of(wrong.Attribute, OptionNames.Core)
                : ProblemTarget.Identifier(nearest ?? context.Method);
            var reason = mismatch is null ? $"there is no method '{names[0]}'" : $"'{names[0]}' cannot be it, because {mismatch}";
            var answers = mismatch is null && candidates.Count == 0 ? names.Take(1) : [];
            context.Problems.ErrorWithAnswers(ProblemIds.CoreMissing, target, answers, context.Method.Name, reason, expected);
        }

        return core;
    }

    public BodyCall? ReadFallback(NamedOption<string> named)
    {
        var fallback = Match(Candidates([named.Value]), isCore: false, out var mismatch);
        if (fallback is null)
        {
            var reason = mismatch is null ? $"there is no method '{named.Value}'" : $"'{named.Value}' cannot be the fallback, because {mismatch}";
            var expected = BodySignatureText.Of(context, returns, named.Value, isCore: false);
            context.Problems.Error(ProblemIds.OptionsContradict, ProblemTarget.Of(named.Attribute, OptionNames.Fallback), $"{reason}: write '{expected}'");
        }

        return fallback;
    }

    private static string[] CoreNames(IMethodSymbol method) =>
        method.Name.EndsWith(AsyncSuffix, StringComparison.Ordinal) && method.Name.Length > AsyncSuffix.Length
            ? [method.Name.Substring(0, method.Name.Length - AsyncSuffix.Length) + "CoreAsync", method.Name + "Core"]
            : [method.Name + "Core"];

    /// <summary>The methods of these names, the type's own before inherited ones; those that take more parameters first.</summary>
    private List<IMethodSymbol> Candidates(string[] names)
    {
        var candidates = new List<IMethodSymbol>();
        for (INamedTypeSymbol? type = context.Type; type is not null; type = type.BaseType)
        {
            var first = candidates.Count;
            foreach (var name in names)
            {
                AddCandidates(type, name, candidates);
            }

            if (candidates.Count - first > 1)
            {
                var sorted = candidates.Skip(first).OrderByDescending(static method => method.Parameters.Length).ToList();
                candidates.RemoveRange(first, sorted.Count);
                candidates.AddRange(sorted);
            }
        }

        return candidates;
    }

    private void AddCandidates(INamedTypeSymbol type, string name, List<IMethodSymbol> candidates)
    {
        foreach (var member in type.GetMembers(name))
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && !SymbolEqualityComparer.Default.Equals(method, context.Method) && context.CanAccess(method))
            {
                candidates.Add(method);
            }
        }
    }

    private BodyCall? Match(IEnumerable<IMethodSymbol> candidates, bool isCore, out string? mismatch)
    {
        mismatch = null;
        foreach (var candidate in candidates)
        {
            if (_matcher.Match(candidate, isCore, out var reason) is { } call)
            {
                context.Core = isCore ? candidate : context.Core;
                return call;
            }

            mismatch ??= reason;
        }

        return null;
    }
}
