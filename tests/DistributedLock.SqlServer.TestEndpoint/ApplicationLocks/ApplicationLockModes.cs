namespace DistributedLock.SqlServer.TestEndpoint.ApplicationLocks;

/// <summary>Which modes meet (the lock compatibility matrix of the transaction locking guide).</summary>
internal static class ApplicationLockModes
{
    private const ApplicationLockMode UpdateBit = (ApplicationLockMode)4;
    private const ApplicationLockMode SharedBit = (ApplicationLockMode)2;
    private const ApplicationLockMode IntentExclusiveBit = (ApplicationLockMode)8;
    private const ApplicationLockMode ExclusiveBit = (ApplicationLockMode)16;

    public static bool IsCompatibleWith(this ApplicationLockMode one, ApplicationLockMode other) =>
        (one == ApplicationLockMode.NoLock || other == ApplicationLockMode.NoLock)
        || !(((one | other) & ExclusiveBit) != 0
            || (one & other & UpdateBit) != 0
            || ((one & SharedBit) != 0 && (other & IntentExclusiveBit) != 0)
            || ((other & SharedBit) != 0 && (one & IntentExclusiveBit) != 0));

    /// <summary>The five modes that can be asked for, by name in any case.</summary>
    public static ApplicationLockMode? Parse(string? name) => name?.ToUpperInvariant() switch
    {
        "SHARED" => ApplicationLockMode.Shared,
        "UPDATE" => ApplicationLockMode.Update,
        "INTENTSHARED" => ApplicationLockMode.IntentShared,
        "INTENTEXCLUSIVE" => ApplicationLockMode.IntentExclusive,
        "EXCLUSIVE" => ApplicationLockMode.Exclusive,
        _ => null,
    };
}
