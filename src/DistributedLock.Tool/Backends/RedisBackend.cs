namespace DistributedLock.Tool.Backends;

/// <summary>One Redis (server, group or cluster), or several independent ones.</summary>
internal sealed class RedisBackend(IReadOnlyList<string> configurations, int? database, TimeSpan patience, string keyPrefix) : Backend(keyPrefix)
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5);

    public override string Title => "Redis";

    public override string? EndsOnlyWith => null;

    public IReadOnlyList<string> Configurations => configurations;

    public int? Database => database;

    protected override RedisLockOptions OptionsOf(OpenSettings settings)
    {
        var options = Configured(new RedisLockOptions { Database = database, OperationTimeout = patience < LongestAnswer ? patience : LongestAnswer }, settings);
        if (configurations.Count == 1)
        {
            options.Configuration = configurations[0];
        }
        else
        {
            foreach (var configuration in configurations)
            {
                options.Servers.Add(configuration);
            }
        }

        return options;
    }

    protected override RedisLockProvider Create(OpenSettings settings) => new(OptionsOf(settings));
}
