using DistributedLock.CodeModel.Collections;

namespace DistributedLock.CodeModel.Methods;

/// <summary>
/// A partial method whose declaration has an error. It gets the part that it lacks, an implementing part only throws: were it left out, the compiler would
/// stop at the missing part (CS8795, CS0759) before it comes to the analyzers, and a build on the command line would not say what is wrong.
/// </summary>
/// <param name="FileName">The name of the generated file, unique in the compilation.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Types">The containing types, outermost first.</param>
/// <param name="Member">The method as <c>Namespace.Type.Method</c>.</param>
/// <param name="HasBody">Whether the user wrote the part with the body, so that the definition is what it lacks.</param>
/// <param name="UnreadParameters">The primary-constructor parameters that a wrapper would have read.</param>
/// <param name="ProblemIds">The ids of the errors, such as <c>DLK0005</c>.</param>
public sealed record RejectedMethod(
    string FileName,
    string Namespace,
    EquatableArray<ContainingType> Types,
    string Member,
    MethodSignature Signature,
    bool HasBody,
    EquatableArray<string> UnreadParameters,
    EquatableArray<string> ProblemIds);
