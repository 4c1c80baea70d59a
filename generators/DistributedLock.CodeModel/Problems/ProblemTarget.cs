using Microsoft.CodeAnalysis;

namespace DistributedLock.CodeModel.Problems;

/// <summary>Where a problem is. Never part of the generator's pipeline: it holds symbols.</summary>
public sealed class ProblemTarget
{
    private ProblemTarget(ProblemTargetKind kind) => Kind = kind;

    public ProblemTargetKind Kind { get; }

    /// <summary>The symbol of <see cref="ProblemTargetKind.Identifier"/> and <see cref="ProblemTargetKind.ReturnType"/>.</summary>
    public ISymbol? Symbol { get; private init; }

    /// <summary>The attribute of the other kinds.</summary>
    public AttributeData? Attribute { get; private init; }

    /// <summary>The name of the option.</summary>
    public string? Option { get; private init; }

    /// <summary>Where the part of the template starts.</summary>
    public int Start { get; private init; }

    /// <summary>How long the part of the template is; 0 for all of it.</summary>
    public int Length { get; private init; }

    public static ProblemTarget Identifier(ISymbol symbol) => new(ProblemTargetKind.Identifier) { Symbol = symbol };

    public static ProblemTarget ReturnType(IMethodSymbol method) => new(ProblemTargetKind.ReturnType) { Symbol = method };

    public static ProblemTarget Of(AttributeData attribute) => new(ProblemTargetKind.Attribute) { Attribute = attribute };

    public static ProblemTarget Of(AttributeData attribute, string option) =>
        new(ProblemTargetKind.Option) { Attribute = attribute, Option = option };

    public static ProblemTarget Template(AttributeData attribute, int start, int length) =>
        new(ProblemTargetKind.Template) { Attribute = attribute, Start = start, Length = length };
}
