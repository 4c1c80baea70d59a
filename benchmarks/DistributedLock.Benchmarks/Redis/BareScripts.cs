using DistributedLock.Redis;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>The physical limit: the two scripts that a lock needs, called on the driver with nothing around them.</summary>
internal sealed class BareScripts(IDatabase database, string name)
{
    private static readonly byte[] AcquireHash = Hash(LeaseScripts.AcquireExclusive);
    private static readonly byte[] ReleaseHash = Hash(LeaseScripts.ReleaseExclusive);

    private readonly RedisKey[] _acquireKeys = [name, name + ":holders", name + ":fence", name + ":waiting", name + ":details"];
    private readonly RedisKey[] _releaseKeys = [name, name + ":waiting"];

    /// <summary>Makes the scripts known to the server.</summary>
    public static async Task LoadAsync(IServer server)
    {
        await server.ScriptLoadAsync(LeaseScripts.AcquireExclusive.Text);
        await server.ScriptLoadAsync(LeaseScripts.ReleaseExclusive.Text);
    }

    public async Task AcquireAndReleaseAsync()
    {
        RedisValue owner = Guid.NewGuid().ToString("N");
        var token = (long)await database.ScriptEvaluateAsync(AcquireHash, _acquireKeys, [owner, 30_000, "host=a&pid=1&app=b", "", 7000]);
        var isReleased = (long)await database.ScriptEvaluateAsync(ReleaseHash, _releaseKeys, [owner, "0", name + ":free"]);
        if (token <= 0 || isReleased != 1)
        {
            throw new InvalidOperationException($"The bare scripts answered {token} and {isReleased}: expected a token and 1.");
        }
    }

#pragma warning disable CA5350 // Redis names its scripts by their SHA-1.
    private static byte[] Hash(RedisScript script) => System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(script.Text));
#pragma warning restore CA5350
}
