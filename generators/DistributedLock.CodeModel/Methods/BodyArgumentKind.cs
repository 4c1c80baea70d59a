namespace DistributedLock.CodeModel.Methods;

/// <summary>Where an argument of the core comes from.</summary>
public enum BodyArgumentKind
{
    /// <summary>A parameter of the wrapper, passed on.</summary>
    Parameter,

    /// <summary>The token that fires for the caller and for the loss of the lock.</summary>
    Token,

    /// <summary>The one lock that is held.</summary>
    Handle,

    /// <summary>The locks that are held.</summary>
    Handles,
}
