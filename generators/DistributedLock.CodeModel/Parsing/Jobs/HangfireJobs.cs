using System.Collections.Immutable;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Hangfire: any public method of any class can be a job, so there is no interface to implement. What is known is the method and its arguments.</summary>
public static class HangfireJobs
{
    public static bool AreKnown(Compilation compilation) => compilation.GetTypeByMetadataName("Hangfire.Server.IServerFilter") is not null;

    /// <summary>The methods that can be enqueued, those of base classes too.</summary>
    public static IEnumerable<IMethodSymbol> MethodsOf(INamedTypeSymbol type)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        for (INamedTypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            foreach (var method in current.GetMembers().OfType<IMethodSymbol>().Where(method => !seen.Contains(method)))
            {
                for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
                {
                    seen.Add(overridden);
                }

                if (CanBeJob(type, method))
                {
                    yield return method;
                }
            }
        }
    }

    /// <summary>Hangfire itself refuses what is not public, and parameters by reference. A generic method that somebody enqueues fails at run time.</summary>
    private static bool CanBeJob(INamedTypeSymbol type, IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false, Arity: 0, PartialDefinitionPart: null }
        && method.Parameters.All(static parameter => parameter.RefKind == RefKind.None && !parameter.Type.IsRefLikeType
            && parameter.Type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer))
        && !OverridesObject(method)
        && !IsDisposal(type, method);

    private static bool OverridesObject(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
        {
            method = overridden;
        }

        return method.ContainingType.SpecialType == SpecialType.System_Object;
    }

    private static bool IsDisposal(INamedTypeSymbol type, IMethodSymbol method) => method.Name is "Dispose" or "DisposeAsync"
        && method.Parameters.IsEmpty
        && type.AllInterfaces.Any(static candidate => candidate.Is("System", "IDisposable", 0) || candidate.Is("System", "IAsyncDisposable", 0));

    /// <summary>The methods that install the generated filter.</summary>
    public const string InstallingMethod = "UseDistributedLock";

    internal static ImmutableArray<string> TypeTexts(IMethodSymbol method) => method.Parameters.Select(static parameter => TypeOf(parameter.Type)).ToImmutableArray();

    /// <summary><c>typeof</c> takes neither <c>string?</c> nor <c>dynamic</c>.</summary>
    private static string TypeOf(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Dynamic ? "object" : CSharpText.Type(type.WithNullableAnnotation(type.IsValueType ? type.NullableAnnotation : NullableAnnotation.NotAnnotated));
}
