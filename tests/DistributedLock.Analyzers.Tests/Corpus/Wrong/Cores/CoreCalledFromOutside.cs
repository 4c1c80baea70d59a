public partial class InvoiceService(IDistributedLockProvider locks)
{
    [DistributedLock("invoice-{tenantId}")]
    public partial Task CloseAsync(string tenantId, CancellationToken cancellationToken = default);

    internal Task CloseCoreAsync(string tenantId, CancellationToken cancellationToken) => Task.Delay(tenantId.Length, cancellationToken);
}

public class MonthEnd
{
    private readonly InvoiceService _invoices;

    public MonthEnd(InvoiceService invoices) => _invoices = invoices;

    public async Task RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        await _invoices.{|DLK0105:CloseCoreAsync|}(tenantId, cancellationToken);
    }
}
