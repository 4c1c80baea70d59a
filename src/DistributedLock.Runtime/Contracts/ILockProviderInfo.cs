using Microsoft.Extensions.Logging;

namespace DistributedLock;

/// <summary>
/// What a provider tells about itself. Optional: a provider without it is ordered by its type's name, uses the system's clock and logs nothing.
/// </summary>
public interface ILockProviderInfo
{
    /// <summary>
    /// Names the backend and the store, without secrets. Several locks are taken in the ordinal order of their providers' names, so processes
    /// that take locks from two stores in one go must see the same names.
    /// </summary>
    string Name { get; }

    /// <summary>The clock of every deadline.</summary>
    TimeProvider TimeProvider { get; }

    /// <summary>Where failures go that no caller sees, such as a failed release.</summary>
    ILogger Logger { get; }
}
