using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistributedLock.Tool.Backends;

/// <summary>What a provider is opened for.</summary>
internal sealed record OpenSettings
{
    /// <summary>To look, and nothing else.</summary>
    public static readonly OpenSettings ToLook = new();

    /// <summary>Whether holds may be ended by force.</summary>
    public bool AllowForceRelease { get; init; }

    /// <summary>Whether tables and sequences may be created. Looking must leave nothing behind.</summary>
    public bool CreateMissingObjects { get; init; }

    /// <summary>Where the provider's own messages go.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;
}
