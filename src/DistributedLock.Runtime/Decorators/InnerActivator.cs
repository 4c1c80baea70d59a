using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Decorators;

/// <summary>Creates a service by its type, for the cases in which the container cannot be asked for it.</summary>
internal sealed class InnerActivator([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type)
{
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    private readonly Type _type = type;

    /// <summary>Whether a constructor wants to know under which key the service was asked for.</summary>
    public bool TakesKey => _type.GetConstructors().SelectMany(static constructor => constructor.GetParameters())
        .Any(static parameter => parameter.IsDefined(typeof(ServiceKeyAttribute), inherit: true));

    public object Create(IServiceProvider services, object? key) =>
        key is not null && TakesKey ? ActivatorUtilities.CreateInstance(services, _type, key) : ActivatorUtilities.CreateInstance(services, _type);
}
