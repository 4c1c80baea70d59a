using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>
/// Quartz: <c>ValueTask Execute(context, token)</c> since 4.0, also with a typed input (<c>IJob&lt;T&gt;</c>), <c>Task Execute(context)</c> before. What the
/// interface of the referenced version says is what is generated.
/// </summary>
internal static class QuartzJobs
{
    private const string Namespace = "Quartz";

    public static IEnumerable<JobShape> Shapes(INamedTypeSymbol type, Compilation compilation)
    {
        // A typed job is an untyped one, too: by a default implementation that reads the input and calls the typed method.
        var typed = type.AllInterfaces.Where(static candidate => candidate.Is(Namespace, "IJob", 1)).ToList();
        var interfaces = typed.Count > 0 ? typed : type.AllInterfaces.Where(static candidate => candidate.Is(Namespace, "IJob", 0)).ToList();
        return interfaces.Select(contract => Shape(contract, compilation)).OfType<JobShape>();
    }

    public static bool IsJob(INamedTypeSymbol candidate) => candidate.Is(Namespace, "IJob", 0) || candidate.Is(Namespace, "IJob", 1);

    private static JobShape? Shape(INamedTypeSymbol contract, Compilation compilation)
    {
        var method = contract.GetMembers("Execute").OfType<IMethodSymbol>().FirstOrDefault(static member => member.ExplicitInterfaceImplementations.IsEmpty);
        var context = method?.Parameters.FirstOrDefault(static parameter => parameter.Type.Is(Namespace, "IJobExecutionContext", 0));
        if (method is null || context is null)
        {
            return null;
        }

        var token = method.Parameters.FirstOrDefault(static parameter => parameter.Type.IsCancellationToken());
        return new JobShape(
            JobFramework.Quartz,
            Features(contract, compilation),
            contract,
            method,
            context,
            token is null ? $"{CSharpText.Name(context.Name)}.CancellationToken" : CSharpText.Name(token.Name),
            TokenProperty: null);
    }

    private static JobFeatures Features(INamedTypeSymbol contract, Compilation compilation)
    {
        var assembly = contract.ContainingAssembly;
        var features = JobFeatures.None;
        if (assembly.GetTypeByMetadataName("Quartz.JobRunReport") is { } report && compilation.IsSymbolAccessibleWithin(report, compilation.Assembly))
        {
            features |= JobFeatures.SkippedResult;
        }

        return assembly.GetTypeByMetadataName("Quartz.IScheduler")?.GetMembers("InterruptFireInstance").IsEmpty == false
            ? features | JobFeatures.InterruptFireInstance
            : features;
    }
}
