namespace DistributedLock.CodeModel.Methods;

/// <summary>Writes a value.</summary>
/// <param name="Writer">The method of the key writer for the value's type.</param>
/// <param name="Expression">The value, in terms of the key method's parameters.</param>
/// <param name="Placeholder">The name of the placeholder, for the exception about a null.</param>
/// <param name="Next">The first character of the literal that follows; <see langword="null"/> at the end of the key.</param>
public sealed record KeyValue(KeyWriterMethod Writer, string Expression, string Placeholder, string? Format, char? Next) : KeyPart;
