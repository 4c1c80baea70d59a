using DistributedLock.Redis;
using StackExchange.Redis;

namespace DistributedLock.Benchmarks.Redis;

/// <summary>The physical limit: the two scripts that a lock needs, called on the driver with nothing around them.</summary>
/// <param name="database">The driver.</param>
/// <param name="name">The key.</param>
/// <param name="leavesDriver">
/// Whether what follows an answer leaves the driver's thread, as a lock has to with drivers before 2.0, or its body would keep its own renewals from being answered.
/// </param>
internal sealed class BareScripts(IDatabase database, string name, bool leavesDriver = false)
{
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
        var token = (long)await database.ScriptEvaluateAsync(LeaseScripts.AcquireExclusive.Hash, _acquireKeys, [owner, 30_000, "host=a&pid=1&app=b", "", 7000]);
        await LeaveAsync();
        var isReleased = (long)await database.ScriptEvaluateAsync(LeaseScripts.ReleaseExclusive.Hash, _releaseKeys, [owner, "0", name + ":free"]);
        await LeaveAsync();
        if (token <= 0 || isReleased != 1)
        {
            throw new InvalidOperationException($"The bare scripts answered {token} and {isReleased}: expected a token and 1.");
        }
    }

    private async ValueTask LeaveAsync()
    {
        if (leavesDriver)
        {
            await Task.Yield();
        }
    }
}
