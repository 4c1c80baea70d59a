using Coravel.Invocable;
using DistributedLock.Jobs.Tests.Scaffolding;

namespace DistributedLock.Jobs.Tests.Coravel.Jobs;

/// <summary>Fails when it is kept out. It has no token of the framework's, and asks for ours.</summary>
[DistributedLock("export", OnContention = Contention.Throw)]
internal sealed partial class ExportJob(IDistributedLockProvider locks, JobProbe probe) : IInvocable
{
    public async Task Invoke(CancellationToken cancellationToken) => await probe.RunAsync("export", cancellationToken);
}
