using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;

namespace DistributedLock.CodeModel.Jobs;

/// <summary>A public method of a job class.</summary>
/// <param name="Name">Its name, not escaped.</param>
/// <param name="ClaimName">The name of the generated method that adds its locks.</param>
/// <param name="Member">The method as <c>Namespace.Type.Method</c>.</param>
/// <param name="MemberSignature">The same with parameter types.</param>
/// <param name="Parameters">Names and types of its parameters; a type is written so that <c>typeof</c> takes it.</param>
/// <param name="Arguments">The parameters that a key names: position, name and type.</param>
public sealed record LockedJobMethod(
    string Name,
    string ClaimName,
    string Member,
    string MemberSignature,
    EquatableArray<string> Parameters,
    EquatableArray<JobArgument> Arguments,
    EquatableArray<DeclaredLock> Locks);
