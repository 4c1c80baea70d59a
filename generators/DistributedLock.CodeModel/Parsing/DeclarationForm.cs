namespace DistributedLock.CodeModel.Parsing;

/// <summary>How a lockable method is declared.</summary>
internal enum DeclarationForm
{
    /// <summary>As a partial definition.</summary>
    Partial,

    /// <summary>With its body: the rest of the declaration can be checked, but there is no core yet.</summary>
    Whole,

    /// <summary>As an action of a controller, which a filter of DistributedLock.AspNetCore locks.</summary>
    Endpoint,
}
