using DistributedLock.CodeModel.Collections;
using DistributedLock.CodeModel.Methods;

namespace DistributedLock.CodeModel.Jobs;

/// <summary>
/// A job class without a fault: all that its other part is written from. Holds text and numbers only, so that an edit elsewhere leaves it equal.
/// </summary>
/// <param name="Framework">Whose job it is.</param>
/// <param name="Features">What the framework's referenced version has.</param>
/// <param name="Interface">The framework's interface.</param>
/// <param name="Method">The interface's method as the other part implements it; its core is the user's method of the class.</param>
/// <param name="Contention">What happens when the wait ends without the lock; the contention of <paramref name="Method"/> says no more than whether the runtime throws.</param>
/// <param name="Needs">What the container has to have for it.</param>
/// <param name="TokenProperty">The property by which the job is given its token, as an expression; <see langword="null"/> for none.</param>
public sealed record LockedJob(
    JobFramework Framework,
    JobFeatures Features,
    string Interface,
    LockedMethod Method,
    JobContention Contention,
    string? TokenProperty,
    EquatableArray<JobProviderNeed> Needs);
