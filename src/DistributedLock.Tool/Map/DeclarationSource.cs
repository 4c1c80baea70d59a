namespace DistributedLock.Tool.Map;

/// <summary>What in an assembly tells of a lock.</summary>
internal enum DeclarationSource
{
    /// <summary>An attribute that the generator has made a wrapper for.</summary>
    Declared,

    /// <summary>An attribute without a generated wrapper: an action of a controller, or an assembly that was built without the generator.</summary>
    Attribute,

    /// <summary>Code that takes it by hand, as far as the build could follow it.</summary>
    Code,
}
