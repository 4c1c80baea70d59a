using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistributedLock;

/// <summary>What every provider can be told. Read once, when the provider is created.</summary>
public abstract class DistributedLockOptions
{
    /// <summary>
    /// Is put before every key in the store, to keep environments, applications or tenants apart. Handles still show the key as it was requested.
    /// Default: empty.
    /// </summary>
    public string KeyPrefix { get; set; } = "";

    /// <summary>The clock of every deadline. Default: the system's, or the container's where there is one.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where log messages go. Default: nowhere, or to the container's where there is one.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Makes a logger that never throws, whatever a sink does: a full disk under a log file must not cost a lock.</summary>
    /// <param name="category">The category of its messages.</param>
    public ILogger CreateLogger(string category) => SafeLogger.Around(LoggerFactory.CreateLogger(category));

    /// <summary>Throws when an option cannot work.</summary>
    /// <exception cref="ArgumentException">An option is missing.</exception>
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
    }
}
