public record Order(int Id, decimal Total);

public record Invoice(string TenantId, decimal Total);

public partial class InvoiceService(IDistributedLockProvider locks, TimeProvider clock)
{
    private readonly Dictionary<string, List<Invoice>> _invoices = new();

    [DistributedLock("invoice-{tenantId}", TimeoutSeconds = 10)]
    public partial Task<Invoice> CreateAsync(string tenantId, Order order, CancellationToken cancellationToken = default);

    private async Task<Invoice> CreateCoreAsync(string tenantId, Order order, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), clock, cancellationToken);
        var invoice = new Invoice(tenantId, order.Total);
        if (!_invoices.TryGetValue(tenantId, out var list))
        {
            _invoices[tenantId] = list = new();
        }

        list.Add(invoice);
        return invoice;
    }
}

public class Checkout(InvoiceService invoices)
{
    public async Task<decimal> PayAsync(string tenantId, IReadOnlyList<Order> orders, CancellationToken cancellationToken)
    {
        var total = 0m;
        foreach (var order in orders)
        {
            var invoice = await invoices.CreateAsync(tenantId, order, cancellationToken);
            total += invoice.Total;
        }

        return total;
    }
}
