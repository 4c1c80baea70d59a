//: language 9
public partial class InvoiceService
{
    private readonly IDistributedLockProvider _locks;

    public InvoiceService(IDistributedLockProvider locks)
    {
        _locks = locks ?? throw new ArgumentNullException(nameof(locks));
    }

    [DistributedLock("invoice-{tenantId}")]
    public partial Task<int> CreateAsync(string tenantId, CancellationToken cancellationToken = default);

    private async Task<int> CreateCoreAsync(string tenantId, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return tenantId.Length;
    }

    public async Task<int> CreateTwoAsync()
    {
        int first = await CreateAsync("a").ConfigureAwait(false);
        int second = await CreateAsync("b").ConfigureAwait(false);
        return first + second;
    }
}
