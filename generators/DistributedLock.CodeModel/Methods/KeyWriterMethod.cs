namespace DistributedLock.CodeModel.Methods;

/// <summary>The methods of the runtime's key writer, by name.</summary>
public enum KeyWriterMethod
{
    Text,
    Character,
    Boolean,
    Enumeration,
    Formatted,
    Object,
    Value,
}
