using DistributedLock.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistributedLock;

/// <summary>What is assumed of a provider that tells nothing about itself.</summary>
internal static class LockProviderDefaults
{
    public static string NameOf(IDistributedLockProvider provider) => (provider as ILockProviderInfo)?.Name ?? provider.GetType().FullName ?? "unknown";

    public static TimeProvider ClockOf(IDistributedLockProvider provider) => (provider as ILockProviderInfo)?.TimeProvider ?? TimeProvider.System;

    public static ILogger LoggerOf(IDistributedLockProvider provider) => SafeLogger.Around((provider as ILockProviderInfo)?.Logger ?? NullLogger.Instance);
}
