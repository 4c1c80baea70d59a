using DistributedLock;
using DistributedLock.Elections;
using DistributedLock.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers elections.</summary>
public static class LeaderElectionServiceCollectionExtensions
{
    /// <summary>
    /// Registers an <see cref="ILeaderElection"/> as a keyed singleton of that name, and as the one without a key where it is the only one. It starts with the host, and ends its term when the
    /// application begins to stop.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="name">The name that the candidates have in common, and the key of the service.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="ArgumentException">The name is empty, or an option cannot work.</exception>
    /// <exception cref="InvalidOperationException">There is an election of that name already.</exception>
    public static IServiceCollection AddLeaderElection(this IServiceCollection services, string name, Action<LeaderElectionOptions>? configure = null)
    {
        if (services is null)
        {
            throw new ArgumentNullException(nameof(services));
        }

        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException("An election needs a name, the same for all its candidates; null or an empty text came.", nameof(name));
        }

        // Now, so that a wrong option stops the start of the application.
        var options = new LeaderElectionOptions();
        configure?.Invoke(options);
        options.CreateRequest(name);

        Names(services).Add(name);
        services.AddKeyedSingleton<ILeaderElection>(name, (container, _) => Create(container, name, options));
        services.AddSingleton<IHostedService>(container => Host(container, name));
        return services;
    }

    private static LeaderElectionNames Names(IServiceCollection services)
    {
        foreach (var service in services)
        {
            if (service is { IsKeyedService: false, ImplementationInstance: LeaderElectionNames known })
            {
                return known;
            }
        }

        var names = new LeaderElectionNames();
        services.AddSingleton(names);

        // The container disposes it for both registrations; the second time does nothing.
        services.AddSingleton(container => container.GetRequiredKeyedService<ILeaderElection>(names.Single()));
        return names;
    }

    private static LeaderElection Create(IServiceProvider container, string name, LeaderElectionOptions options)
    {
        var locks = options.Provider is { } key ? container.GetKeyedService<IDistributedLockProvider>(key) : container.GetService<IDistributedLockProvider>();
        return locks is null
            ? throw new InvalidOperationException(
                $"The election \"{name}\" has no lock provider: expected AddDistributedLock({(options.Provider is null ? "" : $"\"{options.Provider}\", ")}...) beside " +
                $"AddLeaderElection(\"{name}\"){(options.Provider is null ? ", or the name of another one in its option Provider" : "")}.")
            : new LeaderElection(locks, name, options, options.LoggerFactory ?? container.GetService<ILoggerFactory>());
    }

    private static IHostedService Host(IServiceProvider container, string name) => new LeaderElectionHost(
        container.GetRequiredKeyedService<ILeaderElection>(name),
        container.GetService<IHostApplicationLifetime>(),
        SafeLogger.Around((container.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(LeaderElection.LogCategory)));
}
