public class Transfers(IDistributedLockProvider locks)
{
    public void Pay()
    {
        using var account = locks.Acquire("account");
        {|DLK0202:Write()|};
    }

    public void Audit()
    {
        using var ledger = locks.Acquire("ledger");
        Check();
    }

    private void Write() => WriteLine();

    private void WriteLine()
    {
        using var ledger = locks.Acquire("ledger");
        Console.WriteLine();
    }

    private void Check() => CheckAccount();

    private void CheckAccount()
    {
        using var account = locks.Acquire("account");
        Console.WriteLine();
    }
}
