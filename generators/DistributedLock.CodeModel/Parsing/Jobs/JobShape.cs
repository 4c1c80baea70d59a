using DistributedLock.CodeModel.Jobs;
using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>How one framework runs one job class: all that the parser needs to know about the framework.</summary>
/// <param name="Features">What the framework's referenced version has.</param>
/// <param name="Interface">The interface by which the framework runs the job, with its type arguments.</param>
/// <param name="Method">The interface's method.</param>
/// <param name="Context">The parameter whose members a key can name without saying so; <see langword="null"/> for none.</param>
/// <param name="Token">The job's own token as an expression; <see langword="null"/> where it has none.</param>
/// <param name="TokenProperty">The property by which the job is given its token, as an expression; <see langword="null"/> for none.</param>
internal sealed record JobShape(
    JobFramework Framework,
    JobFeatures Features,
    INamedTypeSymbol Interface,
    IMethodSymbol Method,
    IParameterSymbol? Context,
    string? Token,
    string? TokenProperty)
{
    /// <summary>Whether a job can be run again later.</summary>
    public bool CanReschedule => Framework == JobFramework.Quartz;
}
