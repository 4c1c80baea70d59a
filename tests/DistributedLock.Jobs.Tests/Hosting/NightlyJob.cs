using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace DistributedLock.Jobs.Tests.Hosting;

/// <summary>Takes its lock from a named provider.</summary>
[DistributedLock("nightly")]
internal sealed partial class NightlyJob([FromKeyedServices("reports")] IDistributedLockProvider locks) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => default;
}
