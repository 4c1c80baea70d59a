public partial class Accounts(IDistributedLockProvider locks)
{
    public Ledger? Ledger { get; set; }

    [DistributedLock("account")]
    public partial Task PayAsync(CancellationToken cancellationToken = default);

    private async Task PayCoreAsync(CancellationToken cancellationToken)
    {
        if (Ledger is not null)
        {
            await {|DLK0202:Ledger.WriteAsync(cancellationToken)|};
        }
    }

    [DistributedLock("account")]
    public partial Task CheckAsync(CancellationToken cancellationToken = default);

    private Task CheckCoreAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);
}

public partial class Ledger(IDistributedLockProvider locks, Accounts accounts)
{
    [DistributedLock("ledger")]
    public partial Task WriteAsync(CancellationToken cancellationToken = default);

    private Task WriteCoreAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);

    [DistributedLock("ledger")]
    public partial Task CloseAsync(CancellationToken cancellationToken = default);

    private async Task CloseCoreAsync(CancellationToken cancellationToken) => await VerifyAsync(cancellationToken);

    private Task VerifyAsync(CancellationToken cancellationToken) => accounts.CheckAsync(cancellationToken);
}
