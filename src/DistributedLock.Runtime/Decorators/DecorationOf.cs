namespace DistributedLock.Decorators;

/// <summary>Makes the decorator of one registration, and the service behind it.</summary>
/// <param name="inner">Gives the service behind the decorator, by the key that is asked for.</param>
/// <param name="decorate">Puts the decorator before it.</param>
/// <param name="providerName">The name of the lock provider; <see langword="null"/> for the default one.</param>
internal sealed class DecorationOf<TService>(
    Func<IServiceProvider, object?, object> inner, Func<TService, IDistributedLockProvider, TService> decorate, string? providerName) : Decoration(providerName)
    where TService : class
{
    private readonly string? _providerName = providerName;

    public object Create(IServiceProvider services) => CreateKeyed(services, key: null);

    public object CreateKeyed(IServiceProvider services, object? key)
    {
        // First, so that the container disposes it last.
        var locks = DecoratorProviders.Get(services, _providerName, typeof(TService));
        return decorate((TService)inner(services, key), locks);
    }
}
