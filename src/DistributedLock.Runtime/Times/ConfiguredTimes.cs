namespace DistributedLock.Times;

/// <summary>The times that are said at one level, or that hold after all levels are put together; <see langword="null"/> is not said. Immutable.</summary>
internal sealed record ConfiguredTimes
{
    public static readonly ConfiguredTimes None = new();

    public ConfiguredTime? Timeout { get; init; }

    public ConfiguredTime? Lease { get; init; }

    public ConfiguredTime? HoldAtLeast { get; init; }

    public ConfiguredTime? MaxHold { get; init; }

    public ConfiguredTime? RescheduleAfter { get; init; }

    /// <summary>What a declaration says.</summary>
    public static ConfiguredTimes Of(LockDefinition definition)
    {
        return new ConfiguredTimes
        {
            Timeout = Said(definition.Timeout),
            Lease = Said(definition.Lease),
            HoldAtLeast = Said(definition.HoldAtLeast),
            MaxHold = Said(definition.MaxHold),
            RescheduleAfter = Said(definition.RescheduleAfter),
        };

        static ConfiguredTime? Said(TimeSpan? time) => time is { } value ? new ConfiguredTime(value, "its declaration") : null;
    }

    /// <summary>What this says, and for the rest what another level says.</summary>
    public ConfiguredTimes Over(ConfiguredTimes lower) => new()
    {
        Timeout = Timeout ?? lower.Timeout,
        Lease = Lease ?? lower.Lease,
        HoldAtLeast = HoldAtLeast ?? lower.HoldAtLeast,
        MaxHold = MaxHold ?? lower.MaxHold,
        RescheduleAfter = RescheduleAfter ?? lower.RescheduleAfter,
    };

    /// <summary>What cannot be together, as DLK0011 says it of an attribute.</summary>
    /// <param name="areWhole">Whether nothing is said at other levels, so that the built-in lease holds where none is said.</param>
    public IEnumerable<string> Contradictions(bool areWhole)
    {
        if (HoldAtLeast is not { } atLeast)
        {
            yield break;
        }

        if ((areWhole || Lease is not null) && atLeast.Value >= (Lease?.Value ?? LockRequest.DefaultLease))
        {
            yield return $"keeping the lock for at least {atLeast} ({atLeast.Source}) is not below the lease of " +
                $"{(Lease is null ? $"{TimeText.Of(LockRequest.DefaultLease)} (the built-in one)" : $"{Lease} ({Lease.Source})")}: raise the lease, or hold shorter";
        }

        if (MaxHold is { } most && most.Value <= atLeast.Value)
        {
            yield return $"the longest hold of {most} ({most.Source}) is not above keeping the lock for at least {atLeast} ({atLeast.Source}): raise it, or hold shorter";
        }
    }

    /// <summary>What has become different, for a log message.</summary>
    public IEnumerable<string> ChangesFrom(ConfiguredTimes before)
    {
        return new[]
        {
            Change("Timeout", before.Timeout, Timeout),
            Change("Lease", before.Lease, Lease),
            Change("HoldAtLeast", before.HoldAtLeast, HoldAtLeast),
            Change("MaxHold", before.MaxHold, MaxHold),
            Change("RescheduleAfter", before.RescheduleAfter, RescheduleAfter),
        }.OfType<string>();

        static string? Change(string name, ConfiguredTime? from, ConfiguredTime? to) =>
            from?.Value == to?.Value ? null : $"{name} {TimeText.Of(from?.Value)} -> {TimeText.Of(to?.Value)}";
    }
}
