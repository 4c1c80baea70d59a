using System.ComponentModel;

namespace DistributedLock;

/// <summary>
/// Written by the build, one for each method that others can call and that takes locks, directly or through calls: lets the analyzers follow calls into this
/// assembly when they look at a project that references it (DLK0201 to DLK0204). Has no effect at run time.
/// </summary>
/// <param name="version">The form of <paramref name="summary"/>. A reader passes over a form that it does not know.</param>
/// <param name="member">The method's documentation id; empty for two locks that some code of the assembly takes one after the other.</param>
/// <param name="summary">What it takes, in a form of the analyzers' own.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LockSummaryInfoAttribute(int version, string member, string summary) : Attribute
{
    /// <summary>The form of <see cref="Summary"/>. A reader passes over a form that it does not know.</summary>
    public int Version { get; } = version;

    /// <summary>The method's documentation id; empty for two locks that some code of the assembly takes one after the other.</summary>
    public string Member { get; } = member;

    /// <summary>What it takes, in a form of the analyzers' own.</summary>
    public string Summary { get; } = summary;
}
