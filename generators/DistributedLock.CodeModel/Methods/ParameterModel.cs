namespace DistributedLock.CodeModel.Methods;

/// <summary>A parameter as the implementing part repeats it.</summary>
/// <param name="Attribute">The attribute that C# needs on the implementing part; empty for none.</param>
/// <param name="Modifiers">Such as <c>ref</c> or <c>params</c>; empty for none.</param>
/// <param name="Name">Escaped where it is a keyword.</param>
/// <param name="IsOptional">Whether it has a default value, which only a definition repeats.</param>
public sealed record ParameterModel(string Attribute, string Modifiers, string Type, string Name, bool IsOptional);
