//: language 9
//: nullable off
public partial class InvoiceService
{
    private readonly IDistributedLockProvider _locks;

    public InvoiceService(IDistributedLockProvider locks)
    {
        _locks = locks;
    }

    [DistributedLock("invoice-{tenantId}")]
    public partial Task CloseAsync(int tenantId, CancellationToken cancellationToken = default);

    private Task CloseCoreAsync(int tenantId, CancellationToken cancellationToken)
    {
        return Task.Delay(tenantId, cancellationToken);
    }

    public void CloseAll()
    {
        for (var tenant = 0; tenant < 10; tenant++)
        {
            {|DLK0101:CloseAsync(tenant)|};
        }
    }
}
