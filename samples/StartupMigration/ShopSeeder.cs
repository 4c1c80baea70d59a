using DistributedLock;

namespace StartupMigration;

/// <summary>The whole point of the sample: every replica calls this when it starts, and only one fills the database.</summary>
public partial class ShopSeeder(IDistributedLockProvider locks, ShopDatabase database, ReplicaLog log)
{
    // However long the others take: a replica must not serve before there is something to serve. A killed one frees the lock at once where it lies in
    // files or on a connection, and within the lease elsewhere.
    [DistributedLock("seed-shop", TimeoutSeconds = double.PositiveInfinity, LeaseSeconds = 2)]
    public partial Task SeedAsync(CancellationToken cancellationToken);

    private async Task SeedCoreAsync(CancellationToken cancellationToken)
    {
        // Looked at under the lock, as it must be: somebody else may have done it while this one waited.
        if (database.IsSeeded)
        {
            log.Say("found");
            return;
        }

        log.Say("seeding");
        database.Begin(); // what a killed replica left is not worth keeping
        for (var number = 1; number <= ShopDatabase.Products; number++)
        {
            await database.AddProductAsync(number, log.Replica, cancellationToken);
        }

        database.Finish();
        log.Say("seeded");
    }
}
