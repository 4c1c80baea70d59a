public partial class InvoiceService(IDistributedLockProvider locks)
{
    [DistributedLock("invoice-{tenantId}")]
    public partial Task CloseAsync(string tenantId, CancellationToken cancellationToken = default);

    private Task CloseCoreAsync(string tenantId, CancellationToken cancellationToken) => Task.Delay(tenantId.Length, cancellationToken);

    public async Task CloseAllAsync(IEnumerable<string> tenants, CancellationToken cancellationToken)
    {
        foreach (var tenant in tenants)
        {
            await {|DLK0105:CloseCoreAsync|}(tenant, cancellationToken);
        }
    }
}
