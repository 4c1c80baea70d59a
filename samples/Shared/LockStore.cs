using DistributedLock;

namespace Samples;

/// <summary>Where the locks of a sample live: a kind of store, and its directory or connection string.</summary>
internal sealed record LockStore(string Kind, string Address)
{
    /// <summary>The store of the file locks.</summary>
    public const string Directory = "directory";

    // Not an argument: a connection string may hold a password, and arguments are there for everybody to see.
    private const string Variable = "SAMPLE_LOCK_STORE";

    /// <summary>The kinds that a server is needed for, as they are named on the command line.</summary>
    public static IReadOnlyList<string> Servers { get; } = ["redis", "postgres", "sqlserver"];

    /// <summary>The store that the parent process chose for this one; <see langword="null"/> to run without locks.</summary>
    public static LockStore? OfThisProcess() => Environment.GetEnvironmentVariable(Variable)?.Split('|', 2) is [var kind, var address]
        ? new LockStore(kind, address)
        : null;

    /// <summary>Chooses the store of a process that is about to be started.</summary>
    public static void Choose(LockStore? store, IDictionary<string, string?> environment) =>
        environment[Variable] = store is null ? "" : $"{store.Kind}|{store.Address}";

    public IDistributedLockProvider Open() => Kind switch
    {
        Directory => new FileSystemLockProvider(Address),
        "redis" => new RedisLockProvider(Address),
        "postgres" => new PostgresAdvisoryLockProvider(new PostgresLockOptions { ConnectionString = Address }),
        "sqlserver" => new SqlServerApplicationLockProvider(new SqlServerLockOptions { ConnectionString = Address }),
        _ => throw new InvalidOperationException($"There is no store '{Kind}'."),
    };

    /// <summary>Takes and frees a lock of its own, so that a wrong address ends the sample before it begins.</summary>
    /// <returns>What is wrong; <see langword="null"/> if nothing is.</returns>
    public async Task<string?> TryOutAsync()
    {
        try
        {
            var locks = Open();
            await using (locks as IAsyncDisposable)
            {
                await using var handle = await locks.AcquireAsync($"sample-{Guid.NewGuid():N}");
            }

            return null;
        }
        catch (Exception exception) when (exception is DistributedLockException or ArgumentException)
        {
            return $"The locks of --{Kind} do not work: {exception.Message}";
        }
    }

    /// <summary>The kind alone: the address may hold a password.</summary>
    public override string ToString() => Kind;
}
