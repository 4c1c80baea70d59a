namespace DistributedLock.CodeModel.Methods;

/// <summary>One step of writing a key.</summary>
public abstract record KeyPart;
