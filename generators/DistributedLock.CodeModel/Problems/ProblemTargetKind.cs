namespace DistributedLock.CodeModel.Problems;

/// <summary>Which token a problem is about.</summary>
public enum ProblemTargetKind
{
    /// <summary>The identifier of a method, type or parameter.</summary>
    Identifier,

    /// <summary>The return type of a method.</summary>
    ReturnType,

    /// <summary>The attribute itself.</summary>
    Attribute,

    /// <summary>A named argument of the attribute.</summary>
    Option,

    /// <summary>A part of the key template.</summary>
    Template,
}
