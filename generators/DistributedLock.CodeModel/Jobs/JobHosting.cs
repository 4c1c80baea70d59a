namespace DistributedLock.CodeModel.Jobs;

/// <summary>What start-up checks, of locked jobs and of locked services, are written with.</summary>
/// <param name="Namespace">Made from the assembly's name.</param>
/// <param name="HasHostedServices">Whether the project references what hosts services at all.</param>
/// <param name="HasLifecycle">Whether there is a moment before any hosted service starts.</param>
/// <param name="HasHangfire">Whether Hangfire is referenced, whose jobs get their locks by a filter.</param>
public sealed record JobHosting(string Namespace, bool HasHostedServices, bool HasLifecycle, bool HasHangfire);
