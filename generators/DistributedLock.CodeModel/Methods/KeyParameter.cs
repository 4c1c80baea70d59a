namespace DistributedLock.CodeModel.Methods;

/// <summary>A parameter of the key method.</summary>
/// <param name="IsElement">Whether it is one element of the collection placeholder, not a parameter of the wrapper.</param>
public sealed record KeyParameter(string Type, string Name, bool IsElement);
