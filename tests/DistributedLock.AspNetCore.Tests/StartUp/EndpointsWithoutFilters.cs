using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace DistributedLock.AspNetCore.Tests.StartUp;

/// <summary>An endpoint of a framework that builds its endpoints itself and passes over filters, as Razor Pages do.</summary>
internal sealed class EndpointsWithoutFilters : EndpointDataSource, IEndpointConventionBuilder
{
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _finally = [];

    public override IReadOnlyList<Endpoint> Endpoints
    {
        get
        {
            var builder = new RouteEndpointBuilder(static _ => Task.CompletedTask, RoutePatternFactory.Parse("/other"), order: 0) { DisplayName = "other" };
            _conventions.ForEach(convention => convention(builder));
            _finally.ForEach(convention => convention(builder));
            return [builder.Build()];
        }
    }

    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    public void Finally(Action<EndpointBuilder> finallyConvention) => _finally.Add(finallyConvention);

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;
}
