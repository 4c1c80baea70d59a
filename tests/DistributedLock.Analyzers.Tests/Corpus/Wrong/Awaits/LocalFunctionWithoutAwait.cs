public partial class InvoiceService(IDistributedLockProvider locks)
{
    [DistributedLock("invoice-{tenantId}")]
    public partial Task CloseAsync(string tenantId, CancellationToken cancellationToken = default);

    private Task CloseCoreAsync(string tenantId, CancellationToken cancellationToken) => Task.Delay(tenantId.Length, cancellationToken);

    public void CloseAll(IEnumerable<string> tenants)
    {
        foreach (var tenant in tenants)
        {
            Close(tenant);
        }

        void Close(string tenant) => {|DLK0101:CloseAsync(tenant)|};
    }
}
