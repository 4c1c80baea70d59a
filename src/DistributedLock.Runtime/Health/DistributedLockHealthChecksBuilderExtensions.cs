using DistributedLock;
using DistributedLock.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health of lock providers to the application's health checks.</summary>
public static class DistributedLockHealthChecksBuilderExtensions
{
    private const string DefaultName = "distributedlock";

    /// <summary>
    /// Adds a health check that takes and frees a probe lock of each provider. Unhealthy: a store does not answer. Degraded: leases cannot be renewed, or a lock was lost
    /// a moment ago. Healthy otherwise, also when somebody else has the probe lock.
    /// </summary>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="providers">
    /// The names of the registrations to look at, <see langword="null"/> among them for the default one; <see langword="null"/> (the default) for all that are
    /// registered, whenever they were.
    /// </param>
    /// <param name="name">The name of the check. Default: <c>distributedlock</c>, followed by the providers' names where they are given.</param>
    /// <param name="failureStatus">What is reported when a store does not answer. Default: unhealthy.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    /// <param name="timeout">
    /// How long the probe of a provider may take, more than zero; all are probed at the same time. One that takes longer is reported by its name, and what it gets later
    /// is freed. Default 5 s.
    /// </param>
    /// <param name="configure">Sets further options.</param>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public static IHealthChecksBuilder AddDistributedLock(
        this IHealthChecksBuilder builder,
        IEnumerable<string?>? providers = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<LockHealthCheckOptions>? configure = null)
    {
        if (builder is null)
        {
            throw new ArgumentNullException(nameof(builder));
        }

        var limit = timeout ?? LockProviderHealth.DefaultTimeout;
        if (limit <= TimeSpan.Zero || limit > LockRequest.LongestTimer)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The time limit of the probe must be more than zero, at most 49 days, such as 5 seconds.");
        }

        var options = new LockHealthCheckOptions();
        configure?.Invoke(options);
        options.Validate();
        object?[]? names = providers?.Distinct().ToArray();
        if (names is { Length: 0 })
        {
            throw new ArgumentException("No provider is named: expected the names of registrations, or null for all of them.", nameof(providers));
        }

        builder.Services.TryAddSingleton(static services => new LockProviderProbes(services));
        var registered = new RegisteredLockProviders(builder.Services);
        return builder.Add(new HealthCheckRegistration(
            name ?? NameFor(names),
            services => new LockHealthCheck(services.GetRequiredService<LockProviderProbes>(), names is null ? registered.Names : () => names, limit, options),
            failureStatus,
            tags));
    }

    /// <summary>Adds a health check of one provider, by the name of its registration; otherwise as the other overload.</summary>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="provider">The name of the registration, as in <c>services.AddDistributedLock("reports", ...)</c>.</param>
    /// <param name="name">The name of the check. Default: <c>distributedlock-</c> and the provider's name.</param>
    /// <param name="failureStatus">What is reported when the store does not answer. Default: unhealthy.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    /// <param name="timeout">How long the probe may take, more than zero. Default 5 s.</param>
    /// <param name="configure">Sets further options.</param>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public static IHealthChecksBuilder AddDistributedLock(
        this IHealthChecksBuilder builder,
        string provider,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<LockHealthCheckOptions>? configure = null) =>
        builder.AddDistributedLock([provider ?? throw new ArgumentNullException(nameof(provider))], name, failureStatus, tags, timeout, configure);

    private static string NameFor(object?[]? providers) =>
        providers is null ? DefaultName : $"{DefaultName}-{string.Join("-", providers.Select(RegisteredLockProviders.TextOf))}";
}
