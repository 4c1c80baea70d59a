namespace DistributedLock.CodeModel.Methods;

/// <summary>A parameter as the implementing part repeats it.</summary>
/// <param name="Attribute">The attribute that C# needs on the implementing part; empty for none.</param>
/// <param name="Modifiers">Such as <c>ref</c> or <c>params</c>; empty for none.</param>
/// <param name="Name">Escaped where it is a keyword.</param>
/// <param name="Default">Its default value, which the implementing part of a method does not repeat; empty for none.</param>
public sealed record ParameterModel(string Attribute, string Modifiers, string Type, string Name, string Default)
{
    public string Text(bool withDefault)
    {
        var declaration = string.Join(" ", new[] { Attribute, Modifiers, Type, Name }.Where(static part => part.Length > 0));
        return withDefault && Default.Length > 0 ? $"{declaration} = {Default}" : declaration;
    }
}
