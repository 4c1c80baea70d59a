namespace DistributedLock.Torture;

/// <summary>What the conductor tells workers besides answers.</summary>
internal static class ConductorCommand
{
    /// <summary>Begin nothing more, end what was begun, and say so.</summary>
    public const string Finish = "finish";

    /// <summary>Dispose the provider, and exit.</summary>
    public const string Leave = "leave";

    /// <summary>Set the provider's wall clock, by milliseconds from the true time.</summary>
    public const string SetClock = "clock";
}
