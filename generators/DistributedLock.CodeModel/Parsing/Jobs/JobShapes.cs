using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Recognizes the job classes of all known frameworks. By name: a framework that a project does not reference costs nothing.</summary>
internal static class JobShapes
{
    /// <summary>The interfaces by which the known frameworks run jobs, for messages.</summary>
    public const string KnownInterfaces = "Quartz.IJob or Coravel.Invocable.IInvocable";

    /// <summary>How the class is run; more than one where it is a job of two frameworks, or of one framework in two ways.</summary>
    public static IReadOnlyList<JobShape> Of(INamedTypeSymbol type, Compilation compilation) =>
        [.. QuartzJobs.Shapes(type, compilation), .. CoravelJobs.Shapes(type)];

    public static bool IsJobInterface(INamedTypeSymbol candidate) => QuartzJobs.IsJob(candidate) || CoravelJobs.IsJob(candidate);
}
