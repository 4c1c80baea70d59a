public partial class InvoiceService(IDistributedLockProvider locks)
{
    [DistributedLock("invoice-{tenantId}")]
    public partial ValueTask CloseAsync(string tenantId, CancellationToken cancellationToken = default);

    private ValueTask CloseCoreAsync(string tenantId, CancellationToken cancellationToken) => default;
}

public class MonthEnd
{
    public MonthEnd(InvoiceService invoices, System.Timers.Timer timer)
    {
        timer.Elapsed += (_, _) => {|DLK0101:invoices.CloseAsync("all")|};
    }
}
