using DistributedLock.Hangfire.Tests.Jobs;
using Hangfire;
using Hangfire.Common;
using Hangfire.MiniWorker;
using Microsoft.Extensions.DependencyInjection;

namespace DistributedLock.Hangfire.Tests;

/// <summary>A server of its own: storage, container, filters. The filters of Hangfire's configuration are the process's, so they are moved over.</summary>
internal sealed class HangfireServer : IDisposable
{
    private static readonly Lock Configuration = new();

    private readonly ServiceProvider _services;

    public HangfireServer(IDistributedLockProvider locks, Action<IServiceCollection>? register = null, params object[] otherFilters)
    {
        var services = new ServiceCollection()
            .AddSingleton(locks)
            .AddSingleton(Probe)
            .AddScoped<TenantReports>().AddScoped<NightlyImport>().AddScoped<StrictCleanUp>().AddScoped<Invoices>().AddScoped<PatientJob>().AddScoped<DerivedReports>()
            .AddScoped<INightlyImport, NightlyImport>();
        register?.Invoke(services);
        _services = services.BuildServiceProvider();
        Worker = new MiniServer(new ContainerActivator(_services), Filters(locks, otherFilters));
    }

    public JobProbe Probe { get; } = new();

    public MiniServer Worker { get; }

    public IServiceProvider Services => _services;

    public void Dispose() => _services.Dispose();

    /// <summary>What the generated method installs.</summary>
    public static object NewFilter(IDistributedLockProvider locks)
    {
        lock (Configuration)
        {
            GlobalConfiguration.Configuration.UseDistributedLock(locks);
            var installed = GlobalJobFilters.Filters.Last().Instance;
            GlobalJobFilters.Filters.Remove(installed);
            return installed;
        }
    }

    private static JobFilterCollection Filters(IDistributedLockProvider locks, object[] otherFilters)
    {
        var filters = new JobFilterCollection();
        foreach (var filter in otherFilters.Prepend(NewFilter(locks)).Prepend(new AutomaticRetryAttribute()))
        {
            filters.Add(filter);
        }

        return filters;
    }
}
