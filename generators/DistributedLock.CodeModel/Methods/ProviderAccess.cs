namespace DistributedLock.CodeModel.Methods;

/// <summary>How the wrapper reads the lock provider.</summary>
/// <param name="Expression">The member or parameter.</param>
/// <param name="IsStable">Whether two reads give the same provider; otherwise it is read once into a local.</param>
/// <param name="MayBeNull">Whether the compiler would warn about a null.</param>
public sealed record ProviderAccess(string Expression, bool IsStable, bool MayBeNull);
