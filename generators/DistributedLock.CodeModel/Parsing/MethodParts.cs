using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Parsing;

/// <summary>Tells the parts of a partial method that the user wrote from the one that the generator wrote.</summary>
public static class MethodParts
{
    /// <summary>The part that speaks for the method: the definition, unless the generator wrote that because the user had left it out.</summary>
    public static IMethodSymbol Speaker(IMethodSymbol method)
    {
        var definition = method.PartialDefinitionPart ?? method;
        return definition.PartialImplementationPart is { } implementation && IsGenerated(definition) ? implementation : definition;
    }

    /// <summary>The analyzer sees what the generator wrote; the generator itself does not.</summary>
    public static bool IsGenerated(IMethodSymbol part) =>
        part.Locations[0].SourceTree?.FilePath.EndsWith(MemberNaming.FileName(part), StringComparison.Ordinal) == true;
}
