using DistributedLock.Jobs.Tests.Scaffolding;
using Quartz;

namespace DistributedLock.Jobs.Tests.Quartz.Jobs;

/// <summary>A job with a typed input.</summary>
[DistributedLock("mail-{input.To}")]
internal sealed partial class MailJob(IDistributedLockProvider locks, JobProbe probe) : IJob<Mail>
{
    public async ValueTask Execute(IJobExecutionContext context, Mail input, CancellationToken cancellationToken = default) =>
        await probe.RunAsync($"{input.Subject} to {input.To}", cancellationToken);
}
