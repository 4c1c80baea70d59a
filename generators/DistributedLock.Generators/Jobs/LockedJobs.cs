using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Jobs;
using DistributedLock.CodeModel.Parsing.Jobs;
using DistributedLock.CodeModel.Symbols;
using DistributedLock.Generators.Text.Jobs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedLock.Generators.Jobs;

/// <summary>The generator's way from job classes with the attribute to their other parts.</summary>
internal static class LockedJobs
{
    /// <summary>The name of the step that reads job classes, for tests of what is cached.</summary>
    public const string ReadingStep = "LockedJobs";

    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<JobHosting> hosting)
    {
        var jobs = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownTypes.LockAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (attributed, cancellationToken) => Read(attributed, cancellationToken))
            .WithTrackingName(ReadingStep);

        context.RegisterSourceOutput(jobs, static (output, read) => Write(output, read.Job, read.Rejected));

        var classes = jobs.Select(static (read, _) => read.Class).Where(static read => read is not null).Select(static (read, _) => read!);
        HangfireFilter.Register(context, classes, hosting);

        // What the check needs of a job changes seldom, so an edit of a key does not write it again.
        var needs = jobs.SelectMany(static (read, _) => read.Job is { } job ? job.Needs : default).Collect().Select(static (all, _) => all.Distinct().ToEquatableArray());
        var filtered = classes.Select(static (read, _) => read.DisplayName).Collect().Select(static (all, _) => all.ToEquatableArray());
        context.RegisterSourceOutput(needs.Combine(filtered).Combine(hosting), static (output, read) => WriteRegistration(output, read.Left.Left, read.Left.Right, read.Right));
    }

    private static void Write(SourceProductionContext output, LockedJob? job, RejectedJob? rejected)
    {
        if (job is not null)
        {
            output.AddSource(job.Method.FileName, LockedJobFile.Write(job));
        }
        else if (rejected is not null)
        {
            output.AddSource(rejected.FileName, RejectedJobFile.Write(rejected));
        }
    }

    private static void WriteRegistration(SourceProductionContext output, EquatableArray<JobProviderNeed> needs, EquatableArray<string> filtered, JobHosting hosting)
    {
        if ((needs.Count > 0 || filtered.Count > 0) && hosting.HasHostedServices)
        {
            output.AddSource(JobRegistrationFile.Name, JobRegistrationFile.Write(hosting, needs, filtered));
        }
    }

    private static (LockedJob? Job, RejectedJob? Rejected, LockedJobClass? Class) Read(GeneratorAttributeSyntaxContext attributed, CancellationToken cancellationToken)
    {
        // Several parts of a class may carry attributes, and each comes here: the part with the first one speaks for the class.
        if (attributed.TargetSymbol is not INamedTypeSymbol type
            || JobAttributes.Own(type)[0].ApplicationSyntaxReference is not { } first
            || first.SyntaxTree != attributed.TargetNode.SyntaxTree
            || !attributed.TargetNode.Span.Contains(first.Span))
        {
            return default;
        }

        var parse = LockedJobParser.Parse(type, attributed.SemanticModel.Compilation, cancellationToken);
        return (parse.Job, parse.Rejected, parse.Class);
    }
}
