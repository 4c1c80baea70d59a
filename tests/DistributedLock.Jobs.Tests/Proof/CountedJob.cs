using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Proof;

/// <summary>Tells the probe's body for which tenant it runs.</summary>
[DistributedLock("counted-{MergedJobDataMap[tenantId]}")]
internal sealed partial class CountedJob(IDistributedLockProvider locks, JobProbe probe) : IJob
{
    private static readonly AsyncLocal<string?> Current = new();

    public static string? Tenant => Current.Value;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        Current.Value = context.MergedJobDataMap["tenantId"]?.ToString();
        await probe.RunAsync("counted", cancellationToken);
    }
}
