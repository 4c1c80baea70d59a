using DistributedLock.CodeModel.Collections;

namespace DistributedLock.CodeModel.Methods;

/// <summary>How the key of a lock is made.</summary>
/// <param name="Template">The template in its canonical spelling.</param>
/// <param name="Parameters">What the key method takes.</param>
/// <param name="Modifiers">Such as <c>static</c>; empty when the key reads the instance.</param>
/// <param name="TypeParameters">With angle brackets; empty for none.</param>
/// <param name="Constraints">One <c>where</c> clause each.</param>
/// <param name="Collection">Whose elements are a lock each; <see langword="null"/> for a single lock.</param>
public sealed record KeyModel(
    string Template,
    EquatableArray<KeyPart> Parts,
    EquatableArray<KeyParameter> Parameters,
    string Modifiers,
    string TypeParameters,
    EquatableArray<string> Constraints,
    KeyCollection? Collection)
{
    /// <summary>The whole key where it has no placeholder.</summary>
    public string? Constant => Parts.All(part => part is KeyLiteral) ? string.Concat(Parts.Cast<KeyLiteral>().Select(part => part.Text)) : null;
}
