namespace DistributedLock.CodeModel.Templates;

/// <summary>One piece of a key template.</summary>
internal abstract record TemplatePart
{
    /// <summary>The piece in the one spelling that tools see.</summary>
    public abstract string Canonical { get; }
}
