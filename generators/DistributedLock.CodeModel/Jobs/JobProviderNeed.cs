namespace DistributedLock.CodeModel.Jobs;

/// <summary>A service of a job's constructor that gives a lock provider.</summary>
/// <param name="Job">The job class, by name.</param>
/// <param name="Service">The type of the service.</param>
/// <param name="Key">Its key as a C# expression; <see langword="null"/> for a service without one.</param>
public sealed record JobProviderNeed(string Job, string Service, string? Key);
