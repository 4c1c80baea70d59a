using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Hangfire.Tests;

/// <summary>Makes jobs by a container, in a scope for each, as Hangfire's package for the generic host does.</summary>
internal sealed class ContainerActivator(IServiceProvider services) : JobActivator
{
    public override JobActivatorScope BeginScope(JobActivatorContext context) => new ContainerScope(services.CreateScope());

    private sealed class ContainerScope(IServiceScope scope) : JobActivatorScope
    {
        public override object Resolve(Type type) => scope.ServiceProvider.GetRequiredService(type);

        public override void DisposeScope() => scope.Dispose();
    }
}
