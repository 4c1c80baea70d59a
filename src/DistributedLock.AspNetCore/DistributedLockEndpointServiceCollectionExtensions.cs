using DistributedLock;
using DistributedLock.AspNetCore.ApiDescriptions;
using DistributedLock.AspNetCore.Controllers;
using DistributedLock.AspNetCore.Requests;
using DistributedLock.AspNetCore.Responses;
using DistributedLock.AspNetCore.StartUp;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what locks endpoints.</summary>
public static class DistributedLockEndpointServiceCollectionExtensions
{
    /// <summary>
    /// Locks controller actions with <c>[DistributedLock]</c> and endpoints with <c>WithDistributedLock</c>, and checks all of them before the server listens.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets what is not to have its default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddDistributedLockEndpoints(this IServiceCollection services, Action<DistributedLockEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<DistributedLockEndpointOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(static provider => new LockAnswers(provider.GetRequiredService<IOptions<DistributedLockEndpointOptions>>().Value));
        services.TryAddSingleton<LockedRequests>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<MvcOptions>, LockedActionSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, LockAnswerDescriptions>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, EndpointLockCheck>());
        return services;
    }
}
