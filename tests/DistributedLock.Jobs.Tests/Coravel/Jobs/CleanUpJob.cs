using Coravel.Invocable;
using DistributedLock.Jobs.Tests.Scaffolding;

namespace DistributedLock.Jobs.Tests.Coravel.Jobs;

/// <summary>A scheduled job that is told when the application stops.</summary>
[DistributedLock("clean-up", TimeoutSeconds = 300, OnContention = Contention.Throw)]
internal sealed partial class CleanUpJob(IDistributedLockProvider locks, JobProbe probe) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke() => await probe.RunAsync("clean-up", CancellationToken);
}
