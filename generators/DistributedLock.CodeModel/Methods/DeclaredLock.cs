namespace DistributedLock.CodeModel.Methods;

/// <summary>One attribute of a locked method.</summary>
/// <param name="DefinitionName">The name of the generated field that holds the definition.</param>
/// <param name="KeyMethodName">The name of the generated method that writes the key.</param>
/// <param name="ElementsMethodName">The name of the generated method that reads the collection placeholder.</param>
public sealed record DeclaredLock(
    string DefinitionName, string KeyMethodName, string ElementsMethodName, LockOptions Options, string Provider, KeyModel Key);
