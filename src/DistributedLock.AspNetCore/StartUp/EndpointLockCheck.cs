using System.Reflection;
using DistributedLock.AspNetCore.Controllers;
using DistributedLock.AspNetCore.Locks;
using DistributedLock.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DistributedLock.AspNetCore.StartUp;

/// <summary>
/// Looks at every endpoint before the server listens: one that is declared as locked, and would not be, stops the start of the application. A startup filter,
/// because the endpoints are known only when the application's pipeline is built.
/// </summary>
internal sealed class EndpointLockCheck : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        Check(app.ApplicationServices);
    };

    private static void Check(IServiceProvider services)
    {
        var problems = new List<string>(services.GetRequiredService<IOptions<DistributedLockEndpointOptions>>().Value.Problems());
        using var providers = new ProviderCheck(services);
        var declared = services.GetService<DeclaredLocks>();
        foreach (var endpoint in services.GetService<EndpointDataSource>()?.Endpoints ?? [])
        {
            problems.AddRange(ProblemsOf(endpoint, providers).Distinct());
            foreach (var one in endpoint.Metadata.GetMetadata<EndpointLocks>()?.Locks ?? [])
            {
                declared?.Add(one.Definition);
            }
        }

        if (problems.Count > 0)
        {
            throw new InvalidOperationException(
                "The application does not start, because endpoints would run without the locks that are declared for them:" +
                string.Concat(problems.Distinct().Select(static problem => $"{Environment.NewLine}- {problem}.")));
        }
    }

    private static IEnumerable<string> ProblemsOf(Endpoint endpoint, ProviderCheck providers)
    {
        if (endpoint.Metadata.GetMetadata<EndpointLocks>() is { } locks)
        {
            return locks.Problems.Concat(RouteProblems(endpoint, locks)).Concat(locks.Locks.Select(one => providers.ProblemOf(one.Provider) ?? providers.ProblemOf(one)).OfType<string>())
                .Select(problem => $"'{locks.Endpoint}': {problem}");
        }

        return Attribute(endpoint) is { } attribute && !IsWrapper(endpoint)
            ? [$"'{endpoint.DisplayName}' carries [DistributedLock(\"{attribute.Key}\")], which nothing takes there: " +
                "the attribute locks controller actions; on other endpoints call .WithDistributedLock(...) on the route, and on a controller put it on the actions"]
            : [];
    }

    private static IEnumerable<string> RouteProblems(Endpoint endpoint, EndpointLocks locks) => endpoint is not RouteEndpoint { RoutePattern: var pattern }
        ? []
        : locks.Locks.SelectMany(static one => one.Template.RouteValues)
            .Where(name => pattern.GetParameter(name) is null && !pattern.Defaults.ContainsKey(name) && !pattern.RequiredValues.ContainsKey(name))
            .Select(name => $"the placeholder '{{route.{name}}}' names nothing that can be locked: the route '{pattern.RawText}' has no value '{name}'; name one that it has");

    private static DistributedLockAttribute? Attribute(Endpoint endpoint) => endpoint.Metadata.GetMetadata<DistributedLockAttribute>()
        ?? (Method(endpoint) is { } method ? OverriddenMethods.Declaring(method)?.GetCustomAttributes<DistributedLockAttribute>(inherit: false).First() : null)
        ?? BaseTypes(endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.ControllerTypeInfo)
            .SelectMany(static type => type.GetCustomAttributes<DistributedLockAttribute>(inherit: false)).FirstOrDefault();

    private static IEnumerable<Type> BaseTypes(Type? controller)
    {
        for (var type = controller?.BaseType; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }

    private static bool IsWrapper(Endpoint endpoint) => Method(endpoint) is { } method && GeneratedWrappers.Contain(method);

    private static MethodInfo? Method(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<MethodInfo>() ?? endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo;
}
