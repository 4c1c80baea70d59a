public class Accounts(IDistributedLockProvider locks)
{
    public void Book(int id)
    {
        using (locks.Acquire($"account-{id}"))
        {
            using ({|DLK0201:locks.Acquire($"account-{id}")|})
            {
                Console.WriteLine(id);
            }
        }
    }
}
