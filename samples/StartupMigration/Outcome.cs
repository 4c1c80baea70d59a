namespace StartupMigration;

/// <summary>What the replicas of one start did, and the database they left.</summary>
internal sealed class Outcome(ShopDatabase database, bool kills)
{
    private int _began;
    private int _finished;
    private int _found;
    private int _serving;

    public ShopDatabase Database => database;

    public int Began => _began;

    public int Finished => _finished;

    public int Found => _found;

    public int Serving => _serving;

    /// <summary>Counts what a replica said.</summary>
    /// <returns>Whether the replica may live: the first one that seeds has to die if one has to.</returns>
    public bool Take(string word)
    {
        switch (word)
        {
            case "seeding":
                return Interlocked.Increment(ref _began) > 1 || !kills;
            case "seeded":
                Interlocked.Increment(ref _finished);
                return true;
            case "found":
                Interlocked.Increment(ref _found);
                return true;
            default:
                Interlocked.Increment(ref _serving);
                return true;
        }
    }

    /// <summary>Waits until some rows are there, and others are not.</summary>
    public async Task HalfSeededAsync(CancellationToken cancellationToken)
    {
        while (database.Read().Rows < ShopDatabase.Products / 3)
        {
            await Task.Delay(5, cancellationToken);
        }
    }
}
