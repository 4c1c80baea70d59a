namespace DistributedLock.Torture;

/// <summary>What the conductor tells workers besides answers.</summary>
internal static class ConductorCommand
{
    /// <summary>Begin nothing more, end what was begun, exit.</summary>
    public const string Finish = "finish";

    /// <summary>Set the provider's wall clock, by milliseconds from the true time.</summary>
    public const string SetClock = "clock";
}
