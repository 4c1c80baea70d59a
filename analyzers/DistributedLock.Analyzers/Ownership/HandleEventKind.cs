namespace DistributedLock.Analyzers.Ownership;

/// <summary>What can happen to a handle.</summary>
internal enum HandleEventKind
{
    /// <summary>A member of it is read or called.</summary>
    Read,

    /// <summary>It is compared, with null for instance.</summary>
    Compared,

    /// <summary>It goes into a variable of the function.</summary>
    Copied,

    /// <summary>It goes into a field or property.</summary>
    Stored,

    /// <summary>It is an argument of a call.</summary>
    Passed,

    Released,

    /// <summary>It goes where it cannot be followed: it is somebody else's from here on.</summary>
    Moved,

    /// <summary>It is the value of the whole expression: what is returned, thrown, or decided by.</summary>
    Result,

    /// <summary>It is written with an exclamation mark behind it.</summary>
    SaidToBeThere,
}
