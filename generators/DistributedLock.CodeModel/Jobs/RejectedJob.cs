using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;

namespace DistributedLock.CodeModel.Jobs;

/// <summary>
/// A partial job class whose declaration has an error. Its other part implements the framework's interface all the same, and throws: should somebody suppress
/// the error, the job does not run without its lock.
/// </summary>
/// <param name="FileName">The name of the generated file, unique in the compilation.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Types">The class and the types around it, outermost first.</param>
/// <param name="Interface">The framework's interface.</param>
/// <param name="Member">The job's method as <c>Namespace.Type.Method</c>.</param>
/// <param name="UnreadParameters">The primary-constructor parameters that the lock would have been taken from.</param>
/// <param name="ProblemIds">The ids of the errors, such as <c>DLK0005</c>.</param>
public sealed record RejectedJob(
    string FileName,
    string Namespace,
    EquatableArray<ContainingType> Types,
    string Interface,
    string Member,
    MethodSignature Signature,
    EquatableArray<string> UnreadParameters,
    EquatableArray<string> ProblemIds);
