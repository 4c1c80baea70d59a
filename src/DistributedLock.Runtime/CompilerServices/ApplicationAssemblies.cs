using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.CompilerServices;

/// <summary>
/// The assemblies whose locks an application takes by all appearances: its own, and those that implement its services. An assembly that is only loaded may declare
/// locks that nobody takes.
/// </summary>
/// <param name="services">The registrations; read late, so those to come count as well.</param>
/// <param name="name">What the host calls the application: the name of its assembly, also where a test is the entry.</param>
internal sealed class ApplicationAssemblies(IEnumerable<ServiceDescriptor> services, string? name)
{
    private readonly Lazy<HashSet<Assembly>> _ofServices = new(() => [.. services.SelectMany(TypesOf).SelectMany(WithBases).Select(static type => type.Assembly)]);

    public bool Contain(Assembly assembly) =>
        assembly == Assembly.GetEntryAssembly() || (name is not null && assembly.GetName().Name == name) || _ofServices.Value.Contains(assembly);

    /// <summary>Of what a factory makes is known only what it says; and it stands in the code that registers.</summary>
    private static IEnumerable<Type?> TypesOf(ServiceDescriptor service)
    {
        var (type, instance, factory) = service.IsKeyedService
            ? (service.KeyedImplementationType, service.KeyedImplementationInstance, (Delegate?)service.KeyedImplementationFactory)
            : (service.ImplementationType, service.ImplementationInstance, service.ImplementationFactory);
        return factory is null
            ? [service.ServiceType, type ?? instance?.GetType()]
            : [service.ServiceType, factory.Target?.GetType(), .. factory.GetType().GenericTypeArguments];
    }

    /// <summary>A base class may be the one that has the locks.</summary>
    private static IEnumerable<Type> WithBases(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }
}
