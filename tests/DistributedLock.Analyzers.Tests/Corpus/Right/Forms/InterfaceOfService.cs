public interface IInvoices
{
    Task CloseAsync(int month, CancellationToken cancellationToken = default);
}

public sealed partial class Invoices(IDistributedLockProvider locks) : IInvoices
{
    [DistributedLock("month-{month}")]
    public partial Task CloseAsync(int month, CancellationToken cancellationToken);

    private Task CloseCoreAsync(int month, CancellationToken cancellationToken) => Task.Delay(month, cancellationToken);
}

public class YearEnd(IInvoices invoices)
{
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        for (var month = 1; month <= 12; month++)
        {
            await invoices.CloseAsync(month, cancellationToken);
        }
    }
}
