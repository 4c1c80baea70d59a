namespace DistributedLock.CodeModel.Methods;

/// <summary>Writes text of the template.</summary>
public sealed record KeyLiteral(string Text) : KeyPart;
