namespace DistributedLock.Redis.Tests;

/// <summary>A server that writes everything to disk before it answers.</summary>
public sealed class PersistentServerTests : FaultTest
{
    protected override bool IsPersistent => true;

    [Fact(Timeout = Limit)]
    public async Task Lock_outlives_a_restart_of_a_server_that_keeps_its_data()
    {
        var provider = NewDirect();
        var request = Request(lease: TimeSpan.FromSeconds(30));
        var handle = await TakeAsync(provider, request);

        Server.Kill();
        await Server.StartAgainAsync(Stop);

        var other = NewDirect();
        Assert.Null(await other.TryAcquireAsync(request, Stop));
        await Until.TrueAsync(() => ExtendsAsync(handle), "the lease is renewed again", Stop);
        Assert.False(handle.LostToken.IsCancellationRequested);
        await handle.DisposeAsync();
        await using var next = await TakeAsync(other);
        Assert.True(next.FencingToken > handle.FencingToken);

        static async Task<bool> ExtendsAsync(IDistributedLockHandle handle)
        {
            try
            {
                return await handle.ExtendAsync(TimeSpan.FromSeconds(30), Stop);
            }
            catch (LockBackendException)
            {
                return false; // not connected again yet
            }
        }
    }
}
