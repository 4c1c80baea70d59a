namespace DistributedLock.CodeModel.Methods;

/// <summary>What the wrapper does when the wait ends without the lock.</summary>
public enum ContentionForm
{
    Throw,
    Skip,
    Fallback,
}
