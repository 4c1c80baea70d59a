namespace DistributedLock.Tool.Doctor;

/// <summary>What is particular to one kind of store. What is the same for all is in <see cref="ProviderChecks"/>.</summary>
internal interface IBackendChecks : IAsyncDisposable
{
    /// <summary>Whether the store can be reached, lets us in, and lets us do what locks need.</summary>
    /// <returns>Whether a lock can be tried now.</returns>
    Task<bool> CheckAccessAsync(Checkup checkup);

    /// <summary>What is set there that hurts locks, or limits them.</summary>
    Task CheckSettingsAsync(Checkup checkup);
}
