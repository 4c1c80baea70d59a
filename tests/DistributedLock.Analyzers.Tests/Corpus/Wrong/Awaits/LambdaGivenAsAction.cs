public partial class InvoiceService(IDistributedLockProvider locks)
{
    [DistributedLock("invoice-{tenantId}")]
    public partial Task CloseAsync(string tenantId, CancellationToken cancellationToken = default);

    private Task CloseCoreAsync(string tenantId, CancellationToken cancellationToken) => Task.Delay(tenantId.Length, cancellationToken);
}

public class MonthEnd(InvoiceService invoices)
{
    public void Run(List<string> tenants) => tenants.ForEach(tenant => {|DLK0101:invoices.CloseAsync(tenant)|});
}
