using DistributedLock;

namespace WebApi;

/// <summary>What the background service runs: the same lock as the endpoint's, declared on a method.</summary>
internal sealed partial class ReportJob(IDistributedLockProvider locks, ParentLines parent)
{
    // Somebody asks for the report right now: then there is nothing to do this time.
    [DistributedLock("report-{tenantId}", TimeoutSeconds = 0, OnContention = Contention.Skip)]
    public partial Task<LockResult<int>> GenerateAsync(string tenantId, CancellationToken cancellationToken);

    private async Task<int> GenerateCoreAsync(string tenantId, CancellationToken cancellationToken)
    {
        Worker.Say($"begins {tenantId}");
        await parent.NextAsync().WaitAsync(cancellationToken); // the work: it takes as long as the parent likes
        return tenantId.Length;
    }
}
