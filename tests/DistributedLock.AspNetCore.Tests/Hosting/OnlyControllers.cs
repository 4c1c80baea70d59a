using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace DistributedLock.AspNetCore.Tests.Hosting;

/// <summary>Makes an application have the controllers of one test, and no others of this assembly.</summary>
internal static class OnlyControllers
{
    public static IMvcBuilder AddOnlyControllers(this IServiceCollection services, params Type[] types) => services.AddControllers().ConfigureApplicationPartManager(parts =>
    {
        parts.FeatureProviders.Clear();
        parts.FeatureProviders.Add(new Feature(types));
    });

    private sealed class Feature(Type[] types) : IApplicationFeatureProvider<ControllerFeature>
    {
        public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
        {
            foreach (var type in types)
            {
                feature.Controllers.Add(type.GetTypeInfo());
            }
        }
    }
}
