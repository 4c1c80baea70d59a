using System.ComponentModel;
using DistributedLock.Decorators;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.CompilerServices;

/// <summary>What a container gives to a generated decorator of an open generic service. Used by generated code only.</summary>
/// <typeparam name="TService">The closed service.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DecoratedService<TService>
    where TService : class
{
    /// <summary>Called by the container.</summary>
    /// <param name="services">The scope in which the decorator is created.</param>
    /// <exception cref="InvalidOperationException">There is no lock provider.</exception>
    public DecoratedService(IServiceProvider services)
    {
        var definition = typeof(TService).GetGenericTypeDefinition();
        var decoration = services.GetServices<OpenDecoration>().First(known => known.Service == definition);
        Locks = DecoratorProviders.Get(services, decoration.ProviderName, typeof(TService));
        Inner = services.GetRequiredKeyedService<TService>(InnerKey.Open);
    }

    /// <summary>The service behind the decorator.</summary>
    public TService Inner { get; }

    /// <summary>Where its locks come from.</summary>
    public IDistributedLockProvider Locks { get; }
}
