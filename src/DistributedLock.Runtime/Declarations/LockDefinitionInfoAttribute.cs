using System.ComponentModel;

namespace DistributedLock;

/// <summary>
/// Written by the generator, one for each declared lock: lets a tool list the locks of an assembly from its metadata, without running it.
/// </summary>
/// <param name="template">The key template as declared.</param>
/// <param name="member">The declaring member, as <c>Namespace.Type.Method(ParameterTypes)</c>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LockDefinitionInfoAttribute(string template, string member) : Attribute
{
    /// <summary>The key template as declared.</summary>
    public string Template { get; } = template;

    /// <summary>The declaring member, as <c>Namespace.Type.Method(ParameterTypes)</c>.</summary>
    public string Member { get; } = member;

    /// <summary>Exclusive or shared.</summary>
    public LockMode Mode { get; set; } = LockMode.Exclusive;

    /// <summary>How many may hold the key at the same time.</summary>
    public int MaxConcurrency { get; set; } = 1;

    /// <summary>The profile that the declaration names; <see langword="null"/> for none.</summary>
    public string? Profile { get; set; }

    /// <summary>The lease in seconds; <see cref="double.NaN"/> when not set, as with the other times.</summary>
    public double LeaseSeconds { get; set; } = double.NaN;

    /// <summary>The least time to keep the lock, in seconds.</summary>
    public double HoldAtLeastSeconds { get; set; } = double.NaN;

    /// <summary>The longest time to keep the lock, in seconds.</summary>
    public double MaxHoldSeconds { get; set; } = double.NaN;
}
