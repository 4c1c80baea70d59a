public partial class InvoiceService(IDistributedLockProvider locks)
{
    [DistributedLock("invoice-{tenantId}")]
    public partial Task CloseAsync(string tenantId, CancellationToken cancellationToken = default);

    private Task CloseCoreAsync(string tenantId, CancellationToken cancellationToken) => Task.Delay(tenantId.Length, cancellationToken);
}

public class MonthEnd(InvoiceService invoices)
{
    public Action Schedule(string tenant) => () =>
    {
        Console.WriteLine(tenant);
        {|DLK0101:invoices.CloseAsync(tenant)|};
    };
}
