using DistributedLock;

namespace Aot;

/// <summary>A locked method in a program that has no just-in-time compiler and no metadata to reflect on.</summary>
public partial class Billing(IDistributedLockProvider locks)
{
    [DistributedLock("bill-{tenantId}", TimeoutSeconds = 0)]
    public partial Task<string> BillAsync(string tenantId, Func<Task<string>> bill, CancellationToken cancellationToken = default);

    private Task<string> BillCoreAsync(string tenantId, Func<Task<string>> bill, IDistributedLockHandle held, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return held.FencingToken > 0 ? bill() : throw new InvalidOperationException($"{tenantId} got a lock without a fencing token.");
    }
}
