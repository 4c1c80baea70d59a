using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Coravel: <c>Task Invoke()</c>; data and token come by properties of the job.</summary>
internal static class CoravelJobs
{
    public static IEnumerable<JobShape> Shapes(INamedTypeSymbol type)
    {
        var contract = type.AllInterfaces.FirstOrDefault(IsJob);
        if (contract?.GetMembers("Invoke").OfType<IMethodSymbol>().FirstOrDefault() is not { } method)
        {
            return [];
        }

        var token = TokenProperty(type);
        return
        [
            new JobShape(JobFramework.Coravel, token is null ? JobFeatures.None : JobFeatures.TokenProperty, contract, method, Context: null, token, token),
        ];
    }

    public static bool IsJob(INamedTypeSymbol candidate) => candidate.Is("Coravel.Invocable", "IInvocable", 0);

    /// <summary>By the interface: the class may implement it explicitly.</summary>
    private static string? TokenProperty(INamedTypeSymbol type)
    {
        // The scheduler's jobs have the one interface, queued ones the other.
        var property = type.AllInterfaces
            .Where(static candidate => candidate.Is("Coravel.Invocable", "ICancellableInvocable", 0) || candidate.Is("Coravel.Queuing.Interfaces", "ICancellableTask", 0))
            .SelectMany(static candidate => candidate.GetMembers().OfType<IPropertySymbol>())
            .FirstOrDefault(static member => member.Type.IsCancellationToken());
        return property is null ? null : $"(({CSharpText.Type(property.ContainingType)})this).{CSharpText.Name(property.Name)}";
    }
}
