using DistributedLock.CodeModel.Collections;

namespace DistributedLock.CodeModel.Jobs;

/// <summary>
/// A class whose methods a framework runs as jobs, as far as it can be read: all that its part of the table of locks is written from. Holds text and numbers only, so that
/// an edit elsewhere leaves it equal.
/// </summary>
/// <param name="FileName">The name of the generated file, unique in the compilation.</param>
/// <param name="Namespace">Where its generated class is; empty for the global namespace.</param>
/// <param name="TableName">The name of its generated class.</param>
/// <param name="Type">The class.</param>
/// <param name="DisplayName">The class for people.</param>
/// <param name="Throws">Whether a job fails where its lock is held elsewhere.</param>
/// <param name="Rejection">Why none of its jobs may run, where the declaration has an error; <see langword="null"/> for a class without a fault.</param>
/// <param name="Warnings">The ids under which what is named is reported wherever it is named.</param>
public sealed record LockedJobClass(
    string FileName, string Namespace, string TableName, string Type, string DisplayName, bool Throws, EquatableArray<LockedJobMethod> Methods, string? Rejection,
    EquatableArray<string> Warnings);
