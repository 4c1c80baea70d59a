namespace DistributedLock.Jobs.Tests.Hosting;

public sealed class Ledger : ILedger
{
    public void Post()
    {
    }
}
