namespace DistributedLock.AspNetCore.Templates;

/// <summary>A request has no value for a placeholder. The client's mistake: it never leaves this assembly, and becomes the answer 400.</summary>
internal sealed class MissingValueException(string placeholder) : Exception($"The request has no value for '{placeholder}'.")
{
    public string Placeholder { get; } = placeholder;
}
