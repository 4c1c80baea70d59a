using DistributedLock.CodeModel.Problems;
using DistributedLock.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedLock.CodeModel.Parsing.Jobs;

/// <summary>Whether the other part of a job class can be written.</summary>
internal static class JobRules
{
    /// <summary>Why a class that carries the attribute is no job that can be locked; <see langword="null"/> where it is one.</summary>
    public static string? ReasonAgainst(INamedTypeSymbol type, IReadOnlyList<JobShape> shapes, Compilation compilation)
    {
        if (compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp9 } project)
        {
            return $"the project uses C# {project.LanguageVersion.ToDisplayString()}, and its other part needs C# 9: set <LangVersion> to 9.0 or higher";
        }

        if (DeclarationRules.ContainingTypes(type).Any(static outer => outer.IsFileLocal))
        {
            return "it is local to its file, so no other file can hold a part of it: remove the modifier 'file'";
        }

        return shapes.Count switch
        {
            1 => null,
            0 when ControllerActions.IsController(type) => "it is a controller, and a filter locks actions one by one: put the attribute on its actions",
            0 => $"it is no job class of a known job framework, as it does not implement {JobShapes.KnownInterfaces}: put the attribute on its methods",
            _ => $"it is a job in more than one way ({string.Join(" and ", shapes.Select(static shape => $"'{CSharpText.Short(shape.Interface)}'"))}), " +
                "and a lock would be needed around each: put the attribute on a method that they call",
        };
    }

    /// <summary>A class that names the job interface again, or one that leads to it, after a locked base class gets a mapping of its own, past the lock.</summary>
    public static string? ReasonAgainstReimplementation(INamedTypeSymbol type) =>
        type.Interfaces.FirstOrDefault(static listed => JobShapes.IsJobInterface(listed) || listed.AllInterfaces.Any(JobShapes.IsJobInterface)) is { } again && JobAttributes.AreInherited(type)
            ? $"it implements '{CSharpText.Short(again)}' again, which goes past the lock of its base class: remove '{CSharpText.Short(again)}' from its base list, or give it a lock of its own"
            : null;

    public static void CheckPartial(MethodContext context)
    {
        foreach (var type in DeclarationRules.ContainingTypes(context.Type).Where(type => !DeclarationRules.IsPartial(type, context.CancellationToken)))
        {
            context.Problems.Error(ProblemIds.TypeNotPartial, ProblemTarget.Identifier(type), type.Name, context.Type.Name);
        }
    }

    /// <summary>The user's own explicit implementation of what is to be generated; <see langword="null"/> for none.</summary>
    public static IMethodSymbol? ExplicitImplementation(INamedTypeSymbol type, JobShape shape) => type.GetMembers().OfType<IMethodSymbol>()
        .FirstOrDefault(member => !IsGenerated(member) && member.ExplicitInterfaceImplementations.Any(implemented => implemented.Name == shape.Method.Name
            && JobShapes.IsJobInterface(implemented.ContainingType)));

    /// <summary>The analyzer sees what the generator wrote; the generator itself does not.</summary>
    private static bool IsGenerated(IMethodSymbol member) =>
        member.Locations[0].SourceTree?.FilePath.EndsWith(MemberNaming.JobFileName(member.ContainingType), StringComparison.Ordinal) == true;
}
