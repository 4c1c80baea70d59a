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
    public partial Task CreateAsync(int tenantId, CancellationToken cancellationToken = default);

    private Task CreateCoreAsync(int tenantId, CancellationToken cancellationToken)
    {
        return Task.Delay(tenantId, cancellationToken);
    }

    public async Task<bool> TryReadAsync(int tenantId)
    {
        await using (var handle = await _locks.TryAcquireAsync("reading-" + tenantId))
        {
            if (handle == null)
            {
                return false;
            }

            Console.WriteLine(handle.FencingToken);
            return true;
        }
    }
}
