using System.Collections.Immutable;
using System.Globalization;
using DistributedLock.Analyzers.Rules;
using DistributedLock.CodeModel.Methods;
using DistributedLock.CodeModel.Parsing;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedLock.Analyzers.Cores;

/// <summary>Finds how a call of the core becomes a call of its wrapper.</summary>
internal sealed class WrapperCall(IMethodSymbol wrapper, LockedMethodParse parse)
{
    /// <summary>What the fix needs; nothing where the call cannot be rewritten without a decision.</summary>
    public ImmutableDictionary<string, string?> Properties(OperationAnalysisContext context)
    {
        var arguments = parse.Method is { } method && IsInReach(context) ? Arguments(context.Operation, method) : null;
        return arguments is null
            ? ImmutableDictionary<string, string?>.Empty
            : ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Replacement, wrapper.Name).Add(FixProperties.Arguments, arguments);
    }

    private bool IsInReach(OperationAnalysisContext context)
    {
        var within = context.ContainingSymbol.ContainingType;
        var instance = (context.Operation as IInvocationOperation)?.Instance ?? (context.Operation as IMemberReferenceOperation)?.Instance;
        return within is not null
            && context.Compilation.IsSymbolAccessibleWithin(wrapper, within)
            && (wrapper.IsStatic ? instance is null : instance is not null && DerivesFromWrappersType(instance.Type));
    }

    private bool DerivesFromWrappersType(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, wrapper.ContainingType.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private string? Arguments(IOperation operation, LockedMethod method) => operation switch
    {
        IInvocationOperation call when IsResultTheSame(call) => Arguments(call, method),
        IMethodReferenceOperation reference when IsSignatureTheSame(reference.Method) => string.Empty,
        _ => null,
    };

    private string? Arguments(IInvocationOperation call, LockedMethod method)
    {
        // A named or an expanded argument is worth no guess, nor the receiver of an extension method.
        if (call.TargetMethod.IsExtensionMethod || call.Arguments.Any(static argument =>
            argument.Parameter is null || argument.ArgumentKind == ArgumentKind.ParamArray || argument.Syntax is ArgumentSyntax { NameColon: not null }))
        {
            return null;
        }

        var given = call.Arguments.Where(static argument => argument.ArgumentKind == ArgumentKind.Explicit).Select(argument => argument.Parameter!.Ordinal).ToList();
        var kept = new List<string>();
        var ordinary = 0;
        var hasGap = false;
        foreach (var parameter in wrapper.Parameters)
        {
            var position = IsNamed(parameter, method.GivenHandle) ? -1
                : IsNamed(parameter, method.Token) ? PositionOf(BodyArgumentKind.Token, 0)
                : PositionOf(BodyArgumentKind.Parameter, ordinary++);
            if (given.Remove(position))
            {
                var number = position.ToString(CultureInfo.InvariantCulture);
                kept.Add(hasGap ? $"{number}:{CSharpText.Name(parameter.Name)}" : number);
            }
            else if (parameter.IsOptional)
            {
                hasGap = true;
            }
            else
            {
                return null;
            }
        }

        return given.Count == 0 ? string.Join(",", kept) : null;

        int PositionOf(BodyArgumentKind kind, int number) => method.Core.Arguments
            .Select((argument, index) => (argument.Kind, index))
            .Where(argument => argument.Kind == kind)
            .Skip(number)
            .Select(argument => argument.index)
            .DefaultIfEmpty(-1)
            .First();
    }

    /// <summary>Whether the wrapper's result can stand where the core's stands.</summary>
    private bool IsResultTheSame(IInvocationOperation call)
    {
        var core = call.TargetMethod.OriginalDefinition.ReturnType;
        if (SymbolEqualityComparer.Default.Equals(core, wrapper.ReturnType))
        {
            return true;
        }

        var isUnused = call.Parent is IExpressionStatementOperation or IAwaitOperation { Parent: IExpressionStatementOperation };
        return call.Parent is IAwaitOperation
            ? IsTask(wrapper.ReturnType) && (isUnused || SymbolEqualityComparer.Default.Equals(Payload(core), Payload(wrapper.ReturnType)))
            : isUnused && !IsTask(core) && !IsTask(wrapper.ReturnType);
    }

    private bool IsSignatureTheSame(IMethodSymbol core) =>
        SymbolEqualityComparer.Default.Equals(core.OriginalDefinition.ReturnType, wrapper.ReturnType)
        && core.OriginalDefinition.Parameters.Select(parameter => parameter.Type).SequenceEqual(wrapper.Parameters.Select(parameter => parameter.Type), SymbolEqualityComparer.Default);

    private static bool IsTask(ITypeSymbol type) => type.IsPlainTask() || type.IsTaskOfT();

    private static ITypeSymbol? Payload(ITypeSymbol type) => type.IsTaskOfT() ? ((INamedTypeSymbol)type).TypeArguments[0] : null;

    private static bool IsNamed(IParameterSymbol parameter, string? name) => name is not null && CSharpText.Name(parameter.Name) == name;
}
