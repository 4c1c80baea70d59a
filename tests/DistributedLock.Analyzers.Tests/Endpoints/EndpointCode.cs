using DistributedLock.Analyzers.Tests.Harness;

namespace DistributedLock.Analyzers.Tests.Endpoints;

/// <summary>Sources beside the little of ASP.NET Core, and of our package for it, that rules recognize by name.</summary>
internal static class EndpointCode
{
    private const string Framework = """
        namespace Microsoft.AspNetCore.Mvc
        {
            public abstract class ControllerBase;
            public sealed class ApiControllerAttribute : Attribute;
            public sealed class ControllerAttribute : Attribute;
            public sealed class NonControllerAttribute : Attribute;
            public sealed class NonActionAttribute : Attribute;
            public interface IActionResult;
        }

        namespace Microsoft.AspNetCore.Builder
        {
            public interface IEndpointConventionBuilder;
            public sealed class RouteHandlerBuilder : IEndpointConventionBuilder;
            public sealed class RouteGroupBuilder : IEndpointConventionBuilder;

            public sealed class WebApplication
            {
                public RouteHandlerBuilder MapPost(string pattern, Delegate handler) => new();
                public RouteGroupBuilder MapGroup(string pattern) => new();
            }

            public static class Conventions
            {
                public static T WithName<T>(this T builder, string name) where T : IEndpointConventionBuilder => builder;
            }
        }
        """;

    private const string Package = """
        namespace DistributedLock
        {
            public sealed class DistributedLockEndpointOptions;

            public static class DistributedLockEndpointServiceCollectionExtensions
            {
                public static object AddDistributedLockEndpoints(this object services) => services;
            }
        }

        namespace Microsoft.AspNetCore.Builder
        {
            public static class DistributedLockEndpointConventionBuilderExtensions
            {
                public static T WithDistributedLock<T>(this T builder, string template, Action<object>? configure = null) where T : IEndpointConventionBuilder => builder;
            }
        }
        """;

    /// <summary>A source in a project that references DistributedLock.AspNetCore.</summary>
    public static TestCode With(string source) => Code(source, Package);

    /// <summary>A source in a project that does not.</summary>
    public static TestCode Without(string source) => Code(source, package: "");

    private static TestCode Code(string source, string package) => new(source) { OtherFiles = new Dictionary<string, string> { ["Framework.cs"] = Framework, ["Package.cs"] = package } };
}
