using DistributedLock.CodeModel.Collections;

namespace DistributedLock.CodeModel.Methods;

/// <summary>
/// A locked method without a fault: all that its wrapper is written from. Holds text and numbers only, so that an edit elsewhere leaves it equal.
/// </summary>
/// <param name="FileName">The name of the generated file, unique in the compilation.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Types">The containing types, outermost first.</param>
/// <param name="Member">The method as <c>Namespace.Type.Method</c>.</param>
/// <param name="MemberSignature">The same with parameter types.</param>
/// <param name="Token">The wrapper's token parameter; <see langword="null"/> for none.</param>
/// <param name="GivenHandle">The wrapper's handle parameter, by which its caller shares a lock; <see langword="null"/> for none.</param>
public sealed record LockedMethod(
    string FileName,
    string Namespace,
    EquatableArray<ContainingType> Types,
    string Member,
    string MemberSignature,
    MethodSignature Signature,
    ReturnModel Return,
    EquatableArray<DeclaredLock> Locks,
    ContentionForm Contention,
    BodyCall Core,
    BodyCall? Fallback,
    string? Token,
    string? GivenHandle)
{
    /// <summary>Whether more than one lock may be taken.</summary>
    public bool HasSeveralLocks => Locks.Count > 1 || Locks[0].Key.Collection is not null;
}
