namespace DistributedLock.Providers;

/// <summary>What a provider of this library knows of itself, for those who watch over it. Costs an acquisition nothing.</summary>
internal interface ILockProviderStatus
{
    /// <summary>Locks and permits that this process holds at this moment, also while nobody listens to telemetry.</summary>
    int Held { get; }

    /// <summary>How its renewals go; <see langword="null"/> where locks are not renewed.</summary>
    RenewalRecord? Renewals { get; }

    /// <summary>The last loss that nobody meant; <see langword="null"/> when there was none.</summary>
    LockLoss? LastLoss { get; }
}
