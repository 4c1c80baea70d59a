__order__
public partial class Accounts(IDistributedLockProvider locks)
{
    private int Total
    {
        get
        {
            __step__(default);
            return 1;
        }
    }

    [DistributedLock("__first__"__mode__)]
    public partial void Book(CancellationToken cancellationToken = default);

    private void BookCore(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Console.WriteLine({|__fault__:Total|});
    }

    [DistributedLock("__second__")]
    public partial void Check(CancellationToken cancellationToken = default);

    private void CheckCore(CancellationToken cancellationToken) => cancellationToken.ThrowIfCancellationRequested();

    private void Next(CancellationToken cancellationToken) => Check(cancellationToken);
}
