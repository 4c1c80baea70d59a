using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DistributedLock.Decorators;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.CompilerServices;

/// <summary>
/// Decorates the services of all interfaces of an assembly that declare locks, and finds at the start of the application what was registered after that.
/// Called by generated code only; not thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LockedServices
{
    /// <summary>The generated method that makes one.</summary>
    private const string Caller = "DecorateLockedServices";

    private readonly IServiceCollection _services;
    private readonly string? _providerName;
    private readonly List<(Type Service, Type? OpenDecorator)> _known = [];

    /// <summary>Decorates nothing yet.</summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="providerName">The name of the lock provider; <see langword="null"/> for the default one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public LockedServices(IServiceCollection services, string? providerName)
    {
        _services = services ?? throw new ArgumentNullException(nameof(services));
        _providerName = providerName;
    }

    /// <summary>Decorates the registrations of a service that are not decorated yet; none is no mistake.</summary>
    /// <typeparam name="TService">The service.</typeparam>
    /// <param name="decorate">Makes the decorator.</param>
    /// <exception cref="InvalidOperationException">A registration cannot be decorated.</exception>
    public void Decorate<TService>(Func<TService, IDistributedLockProvider, TService> decorate)
        where TService : class
    {
        _known.Add((typeof(TService), null));
        if (Bare(typeof(TService), openDecorator: null).Any())
        {
            LockDecorators.DecorateBare(_services, _providerName, decorate, Caller);
        }
    }

    /// <summary>Decorates the open registration of a generic service, if there is one that is not decorated yet.</summary>
    /// <param name="service">The open generic service.</param>
    /// <param name="decorator">The open generic decorator.</param>
    /// <param name="caller">The method that decorates this one open service, to name in exceptions.</param>
    /// <exception cref="InvalidOperationException">A registration cannot be decorated, or is one of a closed service, whose decorator only code can name.</exception>
    public void DecorateOpen(
        Type service, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type decorator, string caller)
    {
        _known.Add((service, decorator));
        var bare = Bare(service, decorator).ToList();
        if (bare.Find(static type => type.IsConstructedGenericType) is { } closed)
        {
            throw new InvalidOperationException(
                $"{Caller} found the registration of {closed}, whose decorator only code can name: call {OpenRegistrations.OfClosed(caller)} with its type arguments before.");
        }

        if (bare.Count > 0)
        {
            LockDecorators.DecorateOpen(_services, _providerName, service, decorator, caller);
        }
    }

    /// <summary>Throws when a service would run without the locks that its interface declares.</summary>
    /// <exception cref="InvalidOperationException">Names every such service.</exception>
    public void Verify()
    {
        var bare = _known.SelectMany(known => Bare(known.Service, known.OpenDecorator)).Distinct().ToList();
        if (bare.Count > 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(", ", bare)} would run without the locks that {(bare.Count == 1 ? "the interface declares" : "the interfaces declare")}, because of a registration " +
                $"after the call of {Caller}(): call it after all registrations, or once more.");
        }
    }

    /// <summary>The services, as registered, that have no decorator.</summary>
    private IEnumerable<Type> Bare(Type service, Type? openDecorator) => _services
        .Where(registration => registration.ServiceType == service || (registration.ServiceType.IsConstructedGenericType && registration.ServiceType.GetGenericTypeDefinition() == service))
        .Where(registration => registration.ServiceKey is not InnerKey && Decoration.Of(registration) is null && (openDecorator is null || TypeOf(registration) != openDecorator))
        .Select(static registration => registration.ServiceType);

    private static Type? TypeOf(ServiceDescriptor registration) => registration.IsKeyedService ? registration.KeyedImplementationType : registration.ImplementationType;
}
