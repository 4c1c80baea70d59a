using DistributedLock;
using DistributedLock.AspNetCore.Locks;
using DistributedLock.AspNetCore.MinimalApis;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Locks endpoints.</summary>
public static class DistributedLockEndpointConventionBuilderExtensions
{
    /// <summary>Runs the handler of an endpoint, or of each endpoint of a group, only while the request holds a distributed lock.</summary>
    /// <remarks>
    /// Needs <c>AddDistributedLockEndpoints()</c> and a lock provider among the services; the application does not start when one of them is missing, or when
    /// the template names what an endpoint does not have. Several calls, also on the groups around an endpoint, take several locks: all or nothing, in one
    /// canonical order.
    /// </remarks>
    /// <param name="builder">The endpoint or the group.</param>
    /// <param name="template">
    /// The key template: <c>{id}</c> and <c>{order.Id}</c> for the handler's parameters, <c>{ids*}</c> for one lock for each element, and <c>{route.id}</c>,
    /// <c>{query.x}</c>, <c>{header[X-Tenant]}</c>, <c>{claim[sub]}</c> for the request itself.
    /// </param>
    /// <param name="configure">Sets what is not to have its default.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="template"/> is <see langword="null"/>.</exception>
    public static TBuilder WithDistributedLock<TBuilder>(this TBuilder builder, string template, Action<EndpointLockOptions>? configure = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(template);
        var options = new EndpointLockOptions();
        configure?.Invoke(options);
        var declaration = new LockDeclaration(template, options, []);
        builder.Add(endpoint => DeclaredEndpoint.Declare(endpoint, declaration));
        builder.Finally(DeclaredEndpoint.Complete);
        return builder;
    }
}
