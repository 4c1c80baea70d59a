using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistributedLock;

/// <summary>What every provider can be told. Read once, when the provider is created.</summary>
public abstract class DistributedLockOptions
{
    private const int LongestApplicationName = 100;

    /// <summary>
    /// Is put before every key in the store, to keep environments, applications or tenants apart. Handles still show the key as it was requested.
    /// Default: empty.
    /// </summary>
    public string KeyPrefix { get; set; } = "";

    /// <summary>
    /// Whether <see cref="IDistributedLockInspector.ForceReleaseAsync"/> of this provider may end holds, also those of other processes. Default: <see langword="false"/>. It guards
    /// against mistakes, not against people: whoever may write to the store can end holds there.
    /// </summary>
    public bool AllowForceRelease { get; set; }

    /// <summary>
    /// What this application is called to those who inspect locks: 1 to 100 characters. Default (<see langword="null"/>): the name of the entry assembly.
    /// </summary>
    public string? ApplicationName { get; set; }

    /// <summary>
    /// Pairs that are stored with every lock of the provider, such as a version or a region; those of a <see cref="LockRequest.Metadata"/> come on top, and go before one of the same
    /// name. The limits are those of a request. Default: none.
    /// </summary>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The clock of every deadline. Default: the system's, or the container's where there is one.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where log messages go. Default: nowhere, or to the container's where there is one.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Makes a logger that never throws, whatever a sink does: a full disk under a log file must not cost a lock.</summary>
    /// <param name="category">The category of its messages.</param>
    public ILogger CreateLogger(string category) => SafeLogger.Around(LoggerFactory.CreateLogger(category));

    /// <summary>Throws when an option cannot work.</summary>
    /// <exception cref="ArgumentException">An option is missing, or cannot be what it is.</exception>
    protected internal virtual void Validate()
    {
        if (KeyPrefix is null)
        {
            throw new ArgumentException("KeyPrefix is null: expected a text, possibly empty.", nameof(KeyPrefix));
        }

        if (TimeProvider is null)
        {
            throw new ArgumentException("TimeProvider is null: expected a clock, such as TimeProvider.System.", nameof(TimeProvider));
        }

        if (LoggerFactory is null)
        {
            throw new ArgumentException("LoggerFactory is null: expected a factory, such as NullLoggerFactory.Instance.", nameof(LoggerFactory));
        }

        if (ApplicationName is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > LongestApplicationName))
        {
            throw new ArgumentException(
                $"ApplicationName has {name.Trim().Length} characters: expected 1 to {LongestApplicationName}, or null for the name of the entry assembly.", nameof(ApplicationName));
        }

        LockPairs.Of(Metadata, nameof(Metadata));
    }
}
