public partial class InvoiceService(IDistributedLockProvider locks)
{
    [DistributedLock("invoice-{tenantId}")]
    public partial Task<int> CountAsync(string tenantId, CancellationToken cancellationToken = default);

    private Task<int> CountCoreAsync(string tenantId, CancellationToken cancellationToken) => Task.FromResult(tenantId.Length);
}

public class MonthEnd(InvoiceService invoices)
{
    public string Describe(string tenantId) => $"{tenantId} has {{|DLK0101:invoices.CountAsync(tenantId)|}} invoices";
}
